#include "server/forwarded.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

std::string peer_of(Headers headers, std::string_view peer = "10.0.0.1") {
  const std::vector<Cidr> trusted{*Cidr::parse("10.0.0.0/8"), *Cidr::parse("fd00::/8")};
  Request request;
  request.headers = std::move(headers);
  request.host = "inside";
  apply_forwarded(request, *IpAddress::parse(peer), trusted);
  return request.peer_address + " " + request.scheme + "://" + request.host;
}

TEST(Forwarded, TheLastAddressThatIsNoProxyIsTheClient) {
  EXPECT_EQ(peer_of({{"X-Forwarded-For", "192.0.2.9, 198.51.100.7, 10.2.3.4"}}),
            "198.51.100.7 http://inside");
  EXPECT_EQ(peer_of({{"x-forwarded-for", "192.0.2.9"}, {"X-Forwarded-For", "10.2.3.4"}}),
            "192.0.2.9 http://inside");
  EXPECT_EQ(peer_of({{"X-Forwarded-For", "198.51.100.7:4711"}}), "198.51.100.7 http://inside");
  EXPECT_EQ(peer_of({{"X-Forwarded-For", "[2001:db8::7]:4711"}}), "2001:db8::7 http://inside");
}

TEST(Forwarded, NonsenseEndsTheSearch) {
  EXPECT_EQ(peer_of({{"X-Forwarded-For", "192.0.2.9, unknown"}}), "10.0.0.1 http://inside");
  EXPECT_EQ(peer_of({{"X-Forwarded-Host", "a b"}}), "10.0.0.1 http://inside");
  EXPECT_EQ(peer_of({{"X-Forwarded-Proto", "gopher"}}), "10.0.0.1 http://inside");
}

TEST(Forwarded, SchemeAndHostAreWhatOurProxySays) {
  EXPECT_EQ(peer_of({{"X-Forwarded-Proto", "http, https"}, {"X-Forwarded-Host", "b, a.example"}}),
            "10.0.0.1 https://a.example");
}

TEST(Forwarded, AStrangerIsNotBelieved) {
  EXPECT_EQ(
      peer_of({{"X-Forwarded-For", "192.0.2.9"}, {"X-Forwarded-Proto", "https"}}, "192.0.2.1"),
      "192.0.2.1 http://inside");
}

}  // namespace
}  // namespace hallway
