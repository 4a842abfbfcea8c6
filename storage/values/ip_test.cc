#include "storage/values/ip.h"

#include <gtest/gtest.h>

#include <vector>

namespace hallway {
namespace {

IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

TEST(Ip, AddressesAreReadAndWritten) {
  struct Case {
    const char* in;
    const char* out;
  };
  for (const auto& c : std::initializer_list<Case>{{"192.0.2.1", "192.0.2.1"},
                                                   {"::1", "::1"},
                                                   {"2001:DB8:0:0::1", "2001:db8::1"},
                                                   {"::ffff:10.0.0.1", "::ffff:10.0.0.1"}}) {
    EXPECT_EQ(to_string(ip(c.in)), c.out);
  }
  EXPECT_TRUE(ip("10.0.0.1").v4);
  EXPECT_FALSE(ip("::ffff:10.0.0.1").v4);
  EXPECT_NE(ip("10.0.0.1"), ip("::ffff:10.0.0.1"));
}

TEST(Ip, WhatIsNoAddressIsRefused) {
  for (const char* text : {"",           "127.1",
                           "2130706433", "0x7f.0.0.1",
                           "0177.0.0.1", "1.2.3.4.5",
                           "256.0.0.1",  "1.2.3",
                           " 1.2.3.4",   "1.2.3.4 ",
                           "1.2.3.4:80", "[::1]",
                           "::1%eth0",   "fe80::1%1",
                           ":::",        "1::2::3",
                           "g::",        "example.org",
                           "1.2.3.4/8",  "00000000000000000000000000000000000000000000000::1"}) {
    EXPECT_FALSE(IpAddress::parse(text).ok()) << text;
  }
  EXPECT_FALSE(IpAddress::parse(std::string_view("1.2.3.4\0", 8)).ok());
}

TEST(Ip, RangesContainWhatTheirPrefixSays) {
  struct Case {
    const char* range;
    const char* address;
    bool inside;
  };
  const Case cases[] = {{"10.0.0.0/8", "10.255.255.255", true},
                        {"10.0.0.0/8", "11.0.0.0", false},
                        {"172.16.0.0/12", "172.31.255.255", true},
                        {"172.16.0.0/12", "172.32.0.0", false},
                        {"192.0.2.7", "192.0.2.7", true},
                        {"192.0.2.7/32", "192.0.2.8", false},
                        {"0.0.0.0/0", "8.8.8.8", true},
                        {"0.0.0.0/0", "::1", false},
                        {"::/0", "2001:db8::1", true},
                        {"::/0", "1.2.3.4", false},
                        {"fd00:1234::/33", "fd00:1234:7fff::1", true},
                        {"fd00:1234::/33", "fd00:1234:8000::1", false},
                        {"fd00::1", "fd00::1", true},
                        {"fd00::1", "fd00::2", false}};
  for (const auto& c : cases) {
    EXPECT_EQ(Cidr::parse(c.range)->contains(ip(c.address)), c.inside) << c.range << c.address;
  }
  EXPECT_EQ(to_string(*Cidr::parse("10.1.2.3/8")), "10.0.0.0/8");
  EXPECT_EQ(to_string(*Cidr::parse("fd12:3456::1/8")), "fd00::/8");
  EXPECT_EQ(to_string(*Cidr::parse("::1")), "::1/128");
  for (const char* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1",
                           "10.0.0.0/8/8", "10.0.0.0/8 ", "10.0.0.0/0008", "10/8", "::/ 1"}) {
    EXPECT_FALSE(Cidr::parse(text).ok()) << text;
  }
}

// Both ends of every range, and what lies just outside it.
TEST(Attack24, NoSpecialRangeIsPublic) {
  for (const char* text : {"0.0.0.0",
                           "0.255.255.255",
                           "10.0.0.0",
                           "10.255.255.255",
                           "100.64.0.0",
                           "100.127.255.255",
                           "127.0.0.0",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.0.0",
                           "169.254.169.254",
                           "169.254.255.255",
                           "172.16.0.0",
                           "172.31.255.255",
                           "192.0.0.0",
                           "192.0.0.255",
                           "192.0.2.0",
                           "192.0.2.255",
                           "192.88.99.1",
                           "192.168.0.0",
                           "192.168.255.255",
                           "198.18.0.0",
                           "198.19.255.255",
                           "198.51.100.0",
                           "198.51.100.255",
                           "203.0.113.0",
                           "203.0.113.255",
                           "224.0.0.0",
                           "239.255.255.255",
                           "240.0.0.0",
                           "255.255.255.254",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::2",
                           "::127.0.0.1",
                           "::8.8.8.8",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "::ffff:8.8.8.8",
                           "::ffff:0:8.8.8.8",
                           "64:ff9b::",
                           "64:ff9b::8.8.8.8",
                           "64:ff9b::7f00:1",
                           "64:ff9b:1::1",
                           "100::1",
                           "2001::",
                           "2001::1",
                           "2001:0:ffff::1",
                           "2001:2::1",
                           "2001:10::1",
                           "2001:1ff:ffff::1",
                           "2001:db8::",
                           "2001:db8:ffff::1",
                           "2002::",
                           "2002:7f00:1::1",
                           "2002:ffff::1",
                           "3fff::1",
                           "3fff:fff::1",
                           "5f00::1",
                           "fc00::",
                           "fdff:ffff::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "ff02::1",
                           "ffff::1",
                           "4000::1",
                           "1fff::1"}) {
    EXPECT_FALSE(is_public(ip(text))) << text;
    EXPECT_FALSE(may_connect(ip(text), {})) << text;
  }
}

TEST(Attack24, NeighboursOfSpecialRangesArePublic) {
  for (const char* text : {"1.0.0.0",
                           "8.8.8.8",
                           "9.255.255.255",
                           "11.0.0.0",
                           "100.63.255.255",
                           "100.128.0.0",
                           "126.255.255.255",
                           "128.0.0.0",
                           "169.253.255.255",
                           "169.255.0.0",
                           "172.15.255.255",
                           "172.32.0.0",
                           "191.255.255.255",
                           "192.0.1.0",
                           "192.0.3.0",
                           "192.88.98.255",
                           "192.88.100.0",
                           "192.167.255.255",
                           "192.169.0.0",
                           "198.17.255.255",
                           "198.20.0.0",
                           "198.51.99.255",
                           "198.51.101.0",
                           "203.0.112.255",
                           "203.0.114.0",
                           "223.255.255.255",
                           "2000::1",
                           "2001:200::1",
                           "2001:db7:ffff::1",
                           "2001:db9::1",
                           "2001:4860:4860::8888",
                           "2003::1",
                           "2606:4700::1111",
                           "2a00::1",
                           "3ffe::1",
                           "3fff:1000::1"}) {
    EXPECT_TRUE(is_public(ip(text))) << text;
    EXPECT_TRUE(may_connect(ip(text), {})) << text;
  }
}

TEST(Attack24, APermitOpensItsRangeAndNothingElse) {
  const std::vector<Cidr> permits = {Cidr::parse("10.1.0.0/16").value(),
                                     Cidr::parse("127.0.0.1").value(),
                                     Cidr::parse("fd00:abcd::/32").value()};
  for (const char* text : {"10.1.2.3", "127.0.0.1", "fd00:abcd::1", "::ffff:10.1.2.3", "8.8.8.8"}) {
    EXPECT_TRUE(may_connect(ip(text), permits)) << text;
  }
  for (const char* text :
       {"10.2.0.0", "127.0.0.2", "0.0.0.0", "fd00:abce::1", "::1", "::ffff:10.2.0.0", "::10.1.2.3",
        "64:ff9b::10.1.2.3", "2002:a01:203::1", "169.254.169.254"}) {
    EXPECT_FALSE(may_connect(ip(text), permits)) << text;
  }
}

}  // namespace
}  // namespace hallway
