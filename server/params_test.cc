#include "server/params.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Request post(std::string type, std::string body, std::string target = "/x") {
  Request request{.method = "POST", .target = std::move(target), .body = std::move(body)};
  request.headers.add("Content-Type", std::move(type));
  return request;
}

Params read(const Request& request) {
  auto params = Params::of(request);
  EXPECT_TRUE(params.ok()) << (params.ok() ? "" : params.error().what);
  return std::move(params).value_or({});
}

TEST(Params, TheSameValuesComeFromFormJsonAndMultipart) {
  const char* multipart =
      "--xx\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nhi & bye\r\n"
      "--xx\r\nContent-Disposition: form-data; name=\"id[]\"\r\n\r\n1\r\n"
      "--xx\r\ncontent-disposition: form-data; name=\"id[]\"\r\n\r\n2\r\n"
      "--xx\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nPNG\r\n"
      "--xx\r\nContent-Disposition: form-data; "
      "name=\"source[privacy]\"\r\n\r\npublic\r\n--xx--\r\n";
  const Request requests[] = {
      post("application/x-www-form-urlencoded",
           "status=hi+%26%20bye&id[]=1&id%5B%5D=2&source[privacy]=public"),
      post("application/json; charset=utf-8",
           R"({"status":"hi & bye","id":[1,"2"],"source":{"privacy":"public"},"x":null})"),
      post("multipart/form-data; boundary=\"xx\"", multipart),
      post("text/plain", "", "/x?status=hi+%26%20bye&id[]=1&id[]=2&source[privacy]=public"),
  };
  for (const auto& request : requests) {
    const auto params = read(request);
    EXPECT_EQ(params.find("status"), "hi & bye");
    EXPECT_THAT(params.find_all("id"), ElementsAre("1", "2"));
    EXPECT_EQ(params.find("source[privacy]"), "public");
    EXPECT_EQ(params.find("f"), std::nullopt);
    EXPECT_EQ(params.find("x"), std::nullopt);
  }
}

TEST(Params, FilesStandApartByWhateverNameTheyCome) {
  const auto request = post(
      "multipart/form-data; boundary=xx",
      "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/passwd\"\r\n"
      "Content-Type: text/html\r\n\r\nPNG\r\n--not\r\nthe end\r\n"
      "--xx\r\nContent-Disposition: form-data; name=\"thumbnail\"; filename=\"\"\r\n\r\n\r\n"
      "--xx\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhi\r\n--xx--\r\n");
  const auto params = read(request);
  EXPECT_EQ(params.file("file"), "PNG\r\n--not\r\nthe end");
  EXPECT_EQ(params.file("thumbnail"), std::nullopt) << "nobody chose one";
  EXPECT_EQ(params.file("text"), std::nullopt);
  EXPECT_EQ(params.text("text"), "hi");
}

TEST(Params, ListsOfThingsComeFromFormAndJson) {
  const Request requests[] = {
      post("application/x-www-form-urlencoded",
           "a[][id]=1&a[][text]=x&a[][id]=2&a[][text]=y&b[][id]=3"),
      post("application/x-www-form-urlencoded", "a[0][id]=1&a[0][text]=x&a[1][id]=2&a[1][text]=y"),
      post("application/json", R"({"a":[{"id":1,"text":"x"},{"id":"2","text":"y"}],"b":[]})")};
  for (const auto& request : requests) {
    const auto things = read(request).things("a");
    ASSERT_EQ(things.size(), 2U);
    EXPECT_EQ(things[0], (Params::Thing{{"id", "1"}, {"text", "x"}}));
    EXPECT_EQ(things[1], (Params::Thing{{"id", "2"}, {"text", "y"}}));
  }
  EXPECT_THAT(read(requests[0]).things("c"), IsEmpty());
}

TEST(Params, AnEmptyListWasSaidToo) {
  const auto params = read(post("application/json", R"({"a":[],"b":[1],"c":null})"));
  EXPECT_TRUE(params.said("a"));
  EXPECT_TRUE(params.said("b"));
  EXPECT_FALSE(params.said("c"));
  EXPECT_TRUE(read(post("application/x-www-form-urlencoded", "a[]=")).said("a"));
}

TEST(Params, TheBodyGoesBeforeTheQuery) {
  const auto params = read(post("application/json", R"({"limit": 5})", "/x?limit=6"));
  EXPECT_EQ(params.limit(20, 40), 5U);
  EXPECT_THAT(params.find_all("limit"), ElementsAre("5", "6"));
}

TEST(Params, LimitsAndFlagsForgiveNonsense) {
  const auto params = read(post("", "", "/x?limit=1000&a=true&b=0&c=maybe&id=12x"));
  EXPECT_EQ(params.limit(20, 40), 40U);
  EXPECT_EQ(params.offset(), 0U);
  EXPECT_EQ(read(post("", "", "/x?offset=80")).offset(), 80U);
  EXPECT_EQ(read(post("", "", "/x?offset=20000")).offset(), 10'000U);
  EXPECT_EQ(read(post("", "", "/x?offset=-1")).offset(), 0U);
  EXPECT_EQ(params.flag("a"), true);
  EXPECT_EQ(params.flag("b"), false);
  EXPECT_EQ(params.flag("c"), std::nullopt);
  EXPECT_EQ(params.flag("d"), std::nullopt);
  EXPECT_FALSE(params.id("id"));
  EXPECT_THAT(params.find_all("none"), IsEmpty());
}

TEST(Params, WhatIsBrokenIsRefused) {
  std::string many;
  for (int i = 0; i < 1'001; ++i) many += "a=1&";
  std::string deep = "1";
  for (int i = 0; i < 12; ++i) deep = R"({"a":)" + deep + "}";
  const Request requests[] = {
      post("application/json", "{"),
      post("application/json", "[1]"),
      post("application/json", deep),
      post("multipart/form-data", "--x--"),
      post("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data"),
      post("application/x-www-form-urlencoded", "a=%zz"),
      post("application/x-www-form-urlencoded", many),
  };
  for (const auto& request : requests) {
    const auto params = Params::of(request);
    ASSERT_FALSE(params.ok()) << request.body.substr(0, 60);
    EXPECT_EQ(params.error().code, Code::invalid);
  }
}

}  // namespace
}  // namespace hallway
