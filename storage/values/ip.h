#pragma once
// IP addresses and the ranges a node must not be talked into contacting (attacks 24, 25).

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "storage/values/result.h"

namespace hallway {

struct IpAddress {
  std::array<uint8_t, 16> bytes{};  // IPv4 as ::ffff:a.b.c.d
  bool v4 = false;
  friend bool operator==(const IpAddress&, const IpAddress&) = default;
  static Result<IpAddress> parse(std::string_view text);
};
std::string to_string(const IpAddress& address);

struct Cidr {
  IpAddress base;
  uint8_t bits = 0;                                  // of 32 for IPv4, of 128 for IPv6
  static Result<Cidr> parse(std::string_view text);  // "10.0.0.0/8", or an address alone
  [[nodiscard]] bool contains(const IpAddress& address) const;
};
std::string to_string(const Cidr& cidr);

// True for addresses of the public Internet: none of the special ranges of RFC 6890, and no IPv6
// form that embeds an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
bool is_public(const IpAddress& address);

// True if `address` is public or lies in one of `permits`. For the permits, IPv4-mapped IPv6 is
// compared as IPv4; without one, a mapped address is refused even where its IPv4 is public.
bool may_connect(const IpAddress& address, std::span<const Cidr> permits);

}  // namespace hallway
