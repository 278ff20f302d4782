// Packed records at odd addresses: read and changed member by member, copied whole, sorted, nested, and with bit-fields.
#include <stddef.h>
#include <stdint.h>

struct __attribute__((packed)) Header {
  uint8_t version;
  uint32_t length;
  uint16_t flags;
  uint64_t stamp;
};

struct Plain {
  uint16_t a;
  uint64_t b;
};

struct __attribute__((packed)) Record {
  uint8_t tag;
  struct Header header;
  struct Plain plain;
  double weight;
  int16_t samples[3];
  uint8_t end;
};

struct __attribute__((packed)) Fields {
  uint8_t lead;
  unsigned narrow : 3;
  unsigned wide : 22;
  int sign : 7;
  uint64_t huge : 40;
  uint8_t trail;
};

const size_t sizes[3] = {sizeof(struct Header), sizeof(struct Record), sizeof(struct Fields)};

void header_set(struct Header* header, uint32_t length, uint64_t stamp) {
  *header = (struct Header){3, length, 0, stamp};
  header->flags = (uint16_t)(header->length >> 16 ^ header->length);
}

static uint64_t key(const struct Header* header) { return header->stamp ^ (uint64_t)header->length << 13 ^ header->flags; }

uint64_t headers_sum(const struct Header* headers, size_t n) {
  uint64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += key(&headers[i]) * (i + 1) + headers[i].version;
  return sum;
}

void headers_sort(struct Header* headers, size_t n) {
  for (size_t i = 1; i < n; i++) {
    struct Header moving = headers[i];
    size_t to = i;
    for (; to > 0 && headers[to - 1].stamp > moving.stamp; to--) headers[to] = headers[to - 1];
    headers[to] = moving;
  }
}

void headers_age(struct Header* headers, size_t n, uint64_t by) {
  for (size_t i = 0; i < n; i++) {
    headers[i].stamp -= by;
    headers[i].length += headers[i].version;
    headers[i].flags |= 0x8001;
  }
}

struct Record record_of(uint8_t tag, double weight, const int16_t* samples) {
  struct Record record = {.tag = tag, .plain = {tag, tag * UINT64_C(0x0101010101010101)}, .weight = weight, .end = (uint8_t)~tag};
  header_set(&record.header, tag * 70000u, record.plain.b);
  for (int i = 0; i < 3; i++) record.samples[i] = samples[i];
  return record;
}

double records_weigh(struct Record* records, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    struct Plain plain = records[i].plain;
    plain.b++;
    records[i].weight *= 2;
    for (int k = 0; k < 3; k++) sum += records[i].samples[k] * records[i].weight;
    records[i].samples[2] = records[i].samples[0];
    sum += (double)(plain.b - records[i].plain.b);
    records[i].plain.a = plain.a + 1;
  }
  return sum;
}

int64_t fields_step(struct Fields* fields, size_t n) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    struct Fields* f = &fields[i];
    f->narrow = f->narrow + 1u;
    f->wide = f->wide * 5u + f->narrow;
    f->sign = -f->sign - 1;
    f->huge = f->huge << 1 | (f->huge >> 39 & 1);
    sum = sum * 3 + f->narrow + f->wide + f->sign + (int64_t)f->huge;
    f->lead ^= f->trail;
  }
  return sum;
}
