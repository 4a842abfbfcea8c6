#include "federation/home.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(Home, EveryAddressIsOfItsOrigin) {
  for (const auto* domain :
       {"home.example", "home.example:8443", "127.0.0.1:8080", "bücher.example"}) {
    for (const bool https : {true, false}) {
      const auto home = Home::of(domain, https, Mode::open);
      ASSERT_TRUE(home.ok()) << domain;
      EXPECT_EQ(home->base.https(), https);
      EXPECT_EQ(home->base.domain(), home->domain);
      for (const auto& iri : {home->actor("alice"), home->instance_actor(), home->profile("alice"),
                              home->shared_inbox(), home->thing("alice", "statuses", Id{7}),
                              home->page("alice", Id{7}), home->at("tags/x")}) {
        EXPECT_TRUE(home->owns(iri)) << iri.text();
      }
    }
  }
}

TEST(Home, ItsAddressesStandWhereOthersKnowThem) {
  const auto home = Home::of("home.example", /*https=*/true, Mode::open).value();
  EXPECT_EQ(home.actor("alice").text(), "https://home.example/users/alice");
  EXPECT_EQ(home.thing("alice", "statuses", Id{7}).text(),
            "https://home.example/users/alice/statuses/7");
  EXPECT_EQ(home.page("alice", Id{7}).text(), "https://home.example/@alice/7");
  EXPECT_EQ(home.profile("alice").text(), "https://home.example/@alice");
  EXPECT_EQ(home.shared_inbox().text(), "https://home.example/inbox");
  EXPECT_EQ(home.instance_actor().text(), "https://home.example/actor");
}

TEST(Home, OwnsNothingOfAnotherSchemeHostOrPort) {
  const auto home = Home::of("home.example", /*https=*/true, Mode::open).value();
  for (const auto* other : {"http://home.example/", "https://home.example:8443/",
                            "https://www.home.example/", "https://home.example.evil.example/"}) {
    EXPECT_FALSE(home.owns(Iri::parse(other).value())) << other;
  }
  EXPECT_TRUE(home.owns(Iri::parse("https://HOME.example:443/x").value()));
}

TEST(Home, WhatIsNoDomainIsRefused) {
  for (const auto* domain :
       {"", " ", "a b", "https://home.example", "home.example/x", "@", "127.1"}) {
    const auto home = Home::of(domain, /*https=*/true, Mode::open);
    ASSERT_FALSE(home.ok()) << domain;
    EXPECT_EQ(home.error().code, Code::invalid);
  }
}

TEST(Home, TheModeDecidesTheDefaultLabel) {
  EXPECT_EQ(Home::of("h.example", true, Mode::open)->default_label(), Label::public_);
  EXPECT_EQ(Home::of("h.example", true, Mode::allowlist)->default_label(), Label::partners);
}

TEST(Home, ThePublicHasThreeNames) {
  for (const auto* name : {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"}) {
    EXPECT_TRUE(is_public_collection(name)) << name;
  }
  for (const auto* name : {"", "public", "as:public", "https://www.w3.org/ns/activitystreams",
                           "http://www.w3.org/ns/activitystreams#Public", " Public"}) {
    EXPECT_FALSE(is_public_collection(name)) << name;
  }
}

}  // namespace
}  // namespace hallway
