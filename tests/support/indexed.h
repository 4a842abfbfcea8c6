#pragma once
// An index in a folder of its own, with posts in it that are nothing but text.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/search_query.h"
#include "tests/support/store.h"

namespace hallway::test {

class IndexTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    index_.reset();
    index_ = std::make_unique<SearchIndex>(dir_.path() / "search");
    must(index_->open());
  }
  static void must(const Result<void>& done) {
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().what);
  }

  // The author of post N is N * 100.
  static SearchDocument text(uint64_t id, std::string words, std::string language = "") {
    SearchDocument document{.id = {id}, .author = {id * 100}, .language = std::move(language)};
    document.texts.push_back(std::move(words));
    document.open = true;
    return document;
  }
  void put(const SearchDocument& document) {
    must(index_->put(document));
    must(index_->commit("1"));
  }
  void put(uint64_t id, std::string words, std::string language = "") {
    put(text(id, std::move(words), std::move(language)));
  }
  std::vector<uint64_t> find(const SearchQuery& query) {
    auto hits = search(*index_, query, [this](Id id) { return may_(id); });
    EXPECT_TRUE(hits.ok()) << (hits.ok() ? "" : hits.error().what);
    last_ = std::move(hits).value_or({});
    std::vector<uint64_t> ids;
    for (const Id id : last_.ids) ids.push_back(id.value);
    return ids;
  }
  std::vector<uint64_t> find_words(const std::string& words) { return find({.wanted = {{words}}}); }
  std::vector<uint64_t> find_exact(const std::string& words) {
    return find({.wanted = {{.text = words, .exact = true}}});
  }

  TempDir dir_;
  std::unique_ptr<SearchIndex> index_;
  std::function<bool(Id)> may_ = [](Id) { return true; };
  SearchHits last_;
};

}  // namespace hallway::test
