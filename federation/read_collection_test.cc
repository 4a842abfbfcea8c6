#include "federation/read_collection.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;

const std::string kAt = "https://remote.example/notes/1/replies";

std::vector<std::string> items_of(const CollectionDocument& read) {
  std::vector<std::string> out;
  for (const auto& item : read.items) out.push_back(item.text());
  return out;
}
CollectionDocument read_json(const Json& document) { return read_collection(document, iri(kAt)); }

TEST(ReadCollection, EveryFormThatOthersSendIsRead) {
  const auto a = "https://remote.example/a", b = "https://other.example/b";
  const struct {
    std::string_view what;
    Json document;
    std::string next;  // the query of it
  } kCases[] = {
      {"a collection with its items", {{"items", {a, b}}}, ""},
      {"an ordered one", {{"orderedItems", {a, b}}, {"totalItems", 2}}, ""},
      {"a page", {{"items", {a, b}}, {"next", kAt + "?page=2"}}, "page=2"},
      {"one whose first page is embedded, as Mastodon sends it",
       {{"first", {{"type", "CollectionPage"}, {"items", {a, b}}, {"next", kAt + "?page=2"}}}},
       "page=2"},
      {"objects instead of ids", {{"items", {{{"id", a}, {"content", "?"}}, {{"id", b}}}}}, ""},
      {"activities that tell of them",
       {{"orderedItems",
         {{{"type", "Create"}, {"id", "https://remote.example/c"}, {"object", {{"id", a}}}},
          {{"type", "Add"}, {"object", b}}}}},
       ""},
      {"each once, whatever else is there", {{"items", {a, 7, nullptr, a, "bear:x", b, {}}}}, ""},
  };
  for (const auto& c : kCases) {
    const auto found = read_json(c.document);
    EXPECT_THAT(items_of(found), ElementsAre(a, b)) << c.what;
    EXPECT_EQ(found.next ? std::string(found.next->query()) : "", c.next) << c.what;
  }
}

TEST(ReadCollection, WhereItOnlyPointsToItsFirstPageThatIsNext) {
  for (const auto& first : {Json(kAt + "?page=1"), Json{{"id", kAt + "?page=1"}}}) {
    const auto found = read_json({{"totalItems", 12}, {"first", first}});
    EXPECT_EQ(found.total, 12U);
    ASSERT_TRUE(found.next) << first;
    EXPECT_EQ(found.next->query(), "page=1");
  }
}

TEST(ReadCollection, Attack30WhatLinksToItselfOrElsewhereEnds) {
  for (const auto& next : {kAt, kAt + "#again", std::string("https://other.example/replies?page=2"),
                           std::string("https://remote.example:8443/replies"),
                           std::string("http://remote.example/notes/1/replies")}) {
    EXPECT_FALSE(read_json({{"items", {"https://a.example/1"}}, {"next", next}}).next) << next;
    EXPECT_FALSE(read_json({{"first", next}}).next) << next;
    EXPECT_FALSE(read_json({{"first", {{"items", {"https://a.example/1"}}, {"next", next}}}}).next);
  }
}

TEST(ReadCollection, Attack30APageHoldsAHundredItems) {
  Json many = Json::array();
  for (int i = 0; i < 5'000; ++i) many.push_back("https://a.example/" + std::to_string(i));
  EXPECT_EQ(read_json({{"items", many}}).items.size(), 100U);
  EXPECT_EQ(read_json({{"items", many}, {"first", {{"items", many}}}}).items.size(), 100U);
}

TEST(ReadCollection, ATotalThatIsNoneIsNone) {
  for (const auto& total : {Json(-1), Json("7"), Json(1.5), Json(nullptr)}) {
    EXPECT_FALSE(read_json({{"totalItems", total}}).total) << total;
  }
  EXPECT_EQ(read_json({{"totalItems", int64_t{1} << 40}}).total, UINT32_MAX);
}

}  // namespace
}  // namespace hallway::test
