#include "storage/values/ip.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace hallway {
namespace {

constexpr size_t kV4At = 12;  // where an IPv4 address lies in the 16 bytes

constexpr bool is_mapped(const std::array<uint8_t, 16>& b) {
  return std::all_of(b.begin(), b.begin() + 10, [](uint8_t x) { return x == 0; }) &&
         b[10] == 0xff && b[11] == 0xff;
}

bool share_prefix(const uint8_t* a, const uint8_t* b, unsigned bits) {
  const unsigned whole = bits / 8;
  if (!std::equal(a, a + whole, b)) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

struct V4Range {
  std::array<uint8_t, 4> base;
  unsigned bits;
};

// RFC 6890 and the IANA registry it began: what is not for the public Internet.
constexpr V4Range kSpecialV4[] = {
    {{0, 0, 0, 0}, 8},        // this network; 0.0.0.0 reaches the local host
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // carrier-grade NAT
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link local, cloud metadata
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // IETF protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // 6to4 relay anycast
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarking
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, broadcast
};

struct V6Range {
  std::array<uint8_t, 4> base;
  unsigned bits;
};

// Only 2000::/3 is handed out for the public Internet: that leaves out loopback, mapped and
// compatible IPv4, NAT64, unique local, link local and multicast. Within it, these are special.
constexpr V6Range kSpecialV6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments: Teredo, ORCHID, benchmarking
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02, 0x00, 0x00}, 16},  // 6to4
    {{0x3f, 0xff, 0x00, 0x00}, 20},  // documentation
};

}  // namespace

Result<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text.substr(0, INET6_ADDRSTRLEN));
  IpAddress out;
  if (text.find('\0') == std::string_view::npos && text.size() < INET6_ADDRSTRLEN) {
    if (inet_pton(AF_INET, terminated.c_str(), &out.bytes[kV4At]) == 1) {
      out.bytes[10] = out.bytes[11] = 0xff;
      out.v4 = true;
      return out;
    }
    if (inet_pton(AF_INET6, terminated.c_str(), out.bytes.data()) == 1) return out;
  }
  return fail(Code::invalid, "not an IP address: " + terminated);
}

std::string to_string(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(address.v4 ? AF_INET : AF_INET6, &address.bytes[address.v4 ? kV4At : 0], out.data(),
            out.size());
  return out.data();
}

Result<Cidr> Cidr::parse(std::string_view text) {
  const size_t slash = text.find('/');
  Cidr out;
  out.base = TRY(IpAddress::parse(text.substr(0, slash)));
  const unsigned most = out.base.v4 ? 32 : 128;
  out.bits = static_cast<uint8_t>(most);
  if (slash == std::string_view::npos) return out;
  const std::string_view bits = text.substr(slash + 1);
  unsigned value = 0;
  const auto [stop, error] = std::from_chars(bits.data(), bits.data() + bits.size(), value);
  if (error != std::errc() || stop != bits.data() + bits.size() || bits.size() > 3 ||
      value > most) {
    return fail(Code::invalid, "not an address range: " + std::string(text.substr(0, 64)));
  }
  out.bits = static_cast<uint8_t>(value);
  // Clear the host's bits, so that two spellings of one network are equal.
  const unsigned first = (out.base.v4 ? kV4At * 8 : 0) + value;
  for (unsigned bit = first; bit < 128; ++bit) {
    out.base.bytes[bit / 8] &= static_cast<uint8_t>(~(0x80U >> (bit % 8)));
  }
  return out;
}

bool Cidr::contains(const IpAddress& address) const {
  const size_t from = base.v4 ? kV4At : 0;
  return base.v4 == address.v4 && share_prefix(&base.bytes[from], &address.bytes[from], bits);
}

std::string to_string(const Cidr& cidr) {
  return to_string(cidr.base) + "/" + std::to_string(cidr.bits);
}

bool is_public(const IpAddress& address) {
  const uint8_t* b = address.bytes.data();
  if (address.v4) {
    return std::ranges::none_of(kSpecialV4, [b](const V4Range& range) {
      return share_prefix(b + kV4At, range.base.data(), range.bits);
    });
  }
  if (b[0] >> 5 != 1) return false;
  return std::ranges::none_of(kSpecialV6, [b](const V6Range& range) {
    return share_prefix(b, range.base.data(), range.bits);
  });
}

bool may_connect(const IpAddress& address, std::span<const Cidr> permits) {
  if (is_public(address)) return true;
  IpAddress compared = address;
  compared.v4 = address.v4 || is_mapped(address.bytes);
  return std::ranges::any_of(permits,
                             [&compared](const Cidr& cidr) { return cidr.contains(compared); });
}

}  // namespace hallway
