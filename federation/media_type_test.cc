#include "federation/media_type.h"

#include <gtest/gtest.h>

namespace hallway::test {
namespace {

TEST(MediaType, ActivityPubIsTold) {
  for (const auto* type : {
           "application/activity+json",
           "Application/Activity+JSON; charset=utf-8",
           " application/activity+json ;charset=utf-8",
           "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
           "application/ld+json;profile=https://www.w3.org/ns/activitystreams",
           "application/ld+json; charset=utf-8; Profile=\"https://www.w3.org/ns/activitystreams\"",
           "application/ld+json; profile=\"http://a.b/ https://www.w3.org/ns/activitystreams\"",
       }) {
    EXPECT_TRUE(is_activity_json(type)) << type;
  }
}

TEST(MediaType, WhatOthersUploadIsNot) {
  for (const auto* type : {
           "",
           "application/json",
           "text/html",
           "application/ld+json",
           "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams2\"",
           "application/ld+json; x=\"profile=https://www.w3.org/ns/activitystreams\"",
           "application/ld+json; profile=",
           "application/ld+json; profile=\"",
           "text/plain; profile=\"https://www.w3.org/ns/activitystreams\"",
           "application/activity+jsonp",
           "xapplication/activity+json",
           "text/plain, application/activity+json",
       }) {
    EXPECT_FALSE(is_activity_json(type)) << type;
  }
}

}  // namespace
}  // namespace hallway::test
