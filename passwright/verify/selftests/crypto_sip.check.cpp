#include <cstddef>
#include <cstdint>
#include <cstring>

#include "check.h"

struct Sip {
  std::uint64_t v[4];
  std::uint64_t tail;
  std::uint64_t length;
};

void SipStart(Sip* s, const std::uint8_t key[16], bool wide);
void SipAdd(Sip* s, const std::uint8_t* p, std::size_t n, int rounds);
void SipEnd(const Sip* s, int rounds, bool wide, std::uint64_t* out);

// The bytes 0, 1, 2... under the key 0 to 15: SipHash-2-4, its wide form, SipHash-1-3 and the wide form of SipHash-4-8.
// The first two hold the authors' vectors.
static const struct {
  std::size_t n;
  std::uint64_t hash[6];
} knowns[] = {
    {0, {0x726fdb47dd0e0e31u, 0xe6a825ba047f81a3u, 0x930255c71472f66du, 0xabac0158050fc4dcu, 0xe904a96d58ce641fu, 0x6c0aa78354e8eccfu}},
    {1, {0x74f839c593dc67fdu, 0x44af996bd8c187dau, 0x45fc229b11597634u, 0xc9f49bf37d57ca93u, 0x47794cefa85d3447u, 0x80a2c791a77cf26au}},
    {2, {0x0d6c8009d9a94f5au, 0xc75da4a48d227781u, 0xe4ff0af6de8ba3fcu, 0x82cb9b024dc7d44du, 0xc62dca96a35f49e1u, 0xa42182185f817322u}},
    {3, {0x85676696d7fb7e2du, 0x4ea967520cb6709cu, 0x51ed8529b0b6335fu, 0x8bf80ab8e7ddf7fbu, 0x834ec54a8473a2c7u, 0x027605817fb69c5au}},
    {4, {0xcf2794e0277187b7u, 0xaf8f9c2dc16481f8u, 0x7955cd7b7c6e0f7du, 0xcf75576088d38328u, 0x4ece3ef4bb521f54u, 0xef6d651fe0c8952au}},
    {5, {0x18765564cd99a68du, 0x886f778059876813u, 0x27960e69077a5254u, 0xdef9d52f49533b67u, 0x1548f30dd43b9717u, 0x5dbe12bf0c994f24u}},
    {6, {0xcbc9466e58fee3ceu, 0x1386208b33caee14u, 0x5ea1d78f30a05e48u, 0xc50d2b50c59f22a7u, 0xcd8032560d360b6bu, 0xfff5e108c9567db1u}},
    {7, {0xab0200f58b01d137u, 0x53c1dbd8beebf1a1u, 0x3982f01fa64ab8c0u, 0xd3927d989bb11140u, 0xc2f14b183be100edu, 0xe0eed2ff548b6b72u}},
    {8, {0x93f5f5799a932462u, 0x61f55862baa9623bu, 0xb49714f364e2830fu, 0x369095118d299a8eu, 0xf5edf98f1346d9a7u, 0x63e0caaf235a4a36u}},
    {9, {0x9e0082df0ba9e4b0u, 0xabbad90a06994426u, 0xed716dbb028b7fc4u, 0x25a48eb36c063de4u, 0xa3ec5c54b714739eu, 0xe80bfbe449559a8bu}},
    {10, {0x7a5dbbc594ddb9f3u, 0x56691478c30d1100u, 0xbafbd0f3d34754c9u, 0x79de85ee92ff097fu, 0x68d18984c6626c58u, 0x7512b99a885be6aeu}},
    {11, {0xf4b32f46226bada7u, 0x77666b3868c55101u, 0x18dce5816fdcb4a2u, 0x70c118c1f94dc352u, 0x47d1a34ca65271e6u, 0x997a2e2f1e84abc4u}},
    {12, {0x751e8fbc860ee5fbu, 0x58f35e9066b226d6u, 0x25c13285f64d6382u, 0x78a384b157b4d9a2u, 0x2ee58d90ea7a1c7fu, 0xaf16a8ee83089e3eu}},
    {13, {0x14ea5627c0843d90u, 0x108bc0e947e26998u, 0xf752b9c44f9329d0u, 0x306f760c1229ffa7u, 0x9233b792bf7a82deu, 0x344aefb50d33353fu}},
    {14, {0xf723ca908e7af2eeu, 0x9cded766aceffc31u, 0x024949e45f48c77eu, 0x605aa111c0f95d34u, 0xc59a370f64637559u, 0xf97d4c35e28e6737u}},
    {15, {0xa129ca6149be45e5u, 0x11a8b03399e99354u, 0xd9c3cf970fec087eu, 0xd320d86d2a519956u, 0x593a453a30034d28u, 0xcb6290dcfaf7783du}},
    {16, {0x3f2acc7f57c29bdbu, 0xbb54b067caa4e26eu, 0x77052385bf1533fdu, 0xcc4fdd1a7d908b66u, 0xb7637f59a2c74a91u, 0x9cad4e8dabe5fdc0u}},
    {17, {0x699ae9f52cbe4794u, 0x98b88d73e8063d47u, 0x4077e47ac466c054u, 0x9cf2689063dbd80cu, 0xee55a44ba415510du, 0xcbc387ce953b453au}},
    {18, {0x4bc1b3f0968dd39cu, 0x8548bf23e4e526a4u, 0x23f7aefe81a44d29u, 0x8ffc389cb473e63eu, 0x94d8f10b9d939b54u, 0x1479ce845a883783u}},
    {19, {0xbb6dc91da77961bdu, 0xb0fa65cf31770178u, 0xb12e51528920d574u, 0xf21f9de58d297d1cu, 0xeb8a34cd6997176cu, 0x6cb4728c5713fbd2u}},
    {20, {0xbed65cf21aa2ee98u, 0x7390223f83fc259eu, 0xeb3938e8a544933eu, 0xc0dc2f46a6cce040u, 0xe057c938c136d0aau, 0x8b40862fee002a68u}},
    {21, {0xd0f2cbb02e3b67c7u, 0x215a52be5a498e56u, 0x121d073ecd14228au, 0xb992abfe2b45f844u, 0xbf70b62fc4eeb121u, 0x263ad74eff4490eeu}},
    {22, {0x93536795e3a33e88u, 0x9a6bd15245b5294au, 0xae0aff8e52109c46u, 0x7ffe7b9ba320872eu, 0x37ed9729d6a19305u, 0xeb143f4617c95346u}},
    {23, {0xa80c038ccd5ccec8u, 0xe0f5a9d5dd84d1c9u, 0x1c69bf9a9ae28ccfu, 0x525a0e7fdae6c123u, 0x1ef9197762313d11u, 0x4ee25786c6fff1a0u}},
    {24, {0xb8ad50c6f649af94u, 0xd850bd78ae79b42du, 0xad32618a178a2a88u, 0xf464aeb267349c8cu, 0xdd6ae02df74c39b3u, 0xd6c452c2f014730eu}},
    {25, {0xbce192de8a85b8eau, 0x7b445e2d045fce8eu, 0x6f8f8dcbeab95150u, 0x45cd5928705b0979u, 0x41c3359dda982a92u, 0xd28963cde46b45e2u}},
    {26, {0x17d835b85bbb15f3u, 0xe807c3b3b4530b9cu, 0x661f147886e0ae7eu, 0x3a3e35e3ca9913a5u, 0x4ab357f730626b59u, 0x4d8db2cb50eadca2u}},
    {27, {0x2f2e6163076bcfadu, 0xe4eaa669af48f2abu, 0x94eb9e122febd3bfu, 0xa91dc74e4ade3b35u, 0x807e5bd597e44ec2u, 0x48ee596575df8406u}},
    {28, {0xde4daaaca71dc9a5u, 0x884b576816da6406u, 0xf4ae587302f335b9u, 0xfb0bed02ef6cd00du, 0xd41e6836a1b69c5eu, 0x778101dce49d2b5eu}},
    {29, {0xa6a2506687956571u, 0xe97d33bfc49d4baau, 0xb76a7c463cfdd40cu, 0x88d93cb44ab1e1f4u, 0x04d35686ca39fabfu, 0xb278819dfeed3379u}},
    {30, {0xad87a3535c49ef28u, 0xde6baf1f477f5ceau, 0x87226d68d4d71a2bu, 0x540f11d643c5e663u, 0x5a79d0a118942218u, 0xa3ae34813a807a35u}},
    {31, {0x32d892fad841c342u, 0xfcfa233218b03929u, 0x353dc4524fde2317u, 0x2370dd1f8c21d1bcu, 0x2e4e4753ff963e4au, 0x6eb0771a57697b73u}},
    {32, {0x7127512f72f27cceu, 0x3efcea5eca56397cu, 0x68eb4665559d3e36u, 0x81157b6c16a7b60du, 0x847237d0f9f0d5feu, 0x5094f1632f572f2eu}},
    {33, {0xa7f32346f95978e3u, 0x321cf0467107c677u, 0xcfffa94e5f9db6b6u, 0x4d54b9e57a8ff9bfu, 0x6342f9c186583339u, 0x6f44bcc629660cc4u}},
    {63, {0x958a324ceb064572u, 0x4a83502f77d15051u, 0x7cbd3f979a063e50u, 0x9d199062b7bbb3a8u, 0x93dbc42863aef563u, 0xa5d46b90ee617920u}},
    {64, {0xacd2c40b8502cad8u, 0x3fcdd4c07d07af1eu, 0x4ba75836384dad8cu, 0xf17997ec4b4a6065u, 0x1eedb3cbee05b3b9u, 0x50d7c418c879e4ccu}},
    {255, {0xa9c169fec74db21au, 0x8e5f162875b69b1cu, 0xab0e9b79e3488246u, 0xf76214e3153c4a15u, 0x6c02c916fe2fbfc7u, 0x57d2d4ab6631e93fu}},
    {256, {0x999d0526d2a7bfd7u, 0x464c83d30403a067u, 0xcb9a575f7beeea12u, 0x75b3e64e167de370u, 0xd2750e17e5f442bbu, 0xb5a1e93377acdaebu}},
    {300, {0x4b0b710db6117839u, 0x6db3146d405a00ceu, 0x11b3e1a7f7b58653u, 0x4016a23bda5a2224u, 0x49714ce0a08a75c3u, 0x69a89b4a061331d2u}},
};

struct Mode {
  int rounds;
  bool wide;
  unsigned at;
};

static const Mode modes[] = {{2, false, 0}, {2, true, 1}, {1, false, 3}, {4, true, 4}};

int main() {
  std::uint8_t room[320], key[16];
  for (unsigned i = 0; i < 16; i++) key[i] = static_cast<std::uint8_t>(i);
  for (std::size_t shift = 0; shift < 8; shift += 3) {
    for (unsigned i = 0; i < 300; i++) room[shift + i] = static_cast<std::uint8_t>(i);
    for (const auto& k : knowns)
      for (const Mode& m : modes)
        for (std::size_t chunk = 1; chunk < 36; chunk += k.n > 40 ? 5 : 1) {
          Sip s;
          std::uint64_t out[2] = {1, 0x5a5a};
          std::memset(&s, 0xee, sizeof s);
          SipStart(&s, key, m.wide);
          for (std::size_t i = 0; i < k.n; i += chunk) SipAdd(&s, room + shift + i, k.n - i < chunk ? k.n - i : chunk, m.rounds);
          SipAdd(&s, room, 0, m.rounds);
          SipEnd(&s, m.rounds, m.wide, out);
          CHECK(out[0] == k.hash[m.at] && out[1] == (m.wide ? k.hash[m.at + 1] : 0x5a5a));
          // The end leaves the state as it was.
          SipEnd(&s, m.rounds, m.wide, out);
          CHECK(out[0] == k.hash[m.at]);
        }
  }
  return failures != 0;
}
