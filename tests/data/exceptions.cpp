/* Throws, catches and unwinds through destructors. Returns 0 if it works. */
struct Counted {
  int *count;
  ~Counted() { ++*count; }
};

static int check(int value) {
  if (value > 2) throw value;
  if (value < 0) throw "negative";
  return value;
}

int caught(int value, int *count) {
  Counted outer{count};
  try {
    Counted inner{count};
    return check(value);
  } catch (int thrown) {
    return -thrown;
  } catch (...) {
    return 100;
  }
}

int main() {
  int count = 0;
  return caught(1, &count) == 1 && caught(5, &count) == -5 && caught(-1, &count) == 100 && count == 6 ? 0 : 1;
}
