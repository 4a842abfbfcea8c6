#pragma once
// A store with people and posts of here.example, and the index made of it.

#include <functional>
#include <string>

#include "federation/searchable.h"
#include "storage/search_index.h"
#include "tests/support/store.h"

namespace hallway::test {

class SearchedTest : public StoreTest {
 protected:
  static constexpr Time kNow{1'700'000'000'000};

  void SetUp() override {
    StoreTest::SetUp();
    ASSERT_TRUE(index_.open().ok());
  }
  // Somebody who lets themselves be found, unless `change` says otherwise.
  Id add(const std::string& name, const std::function<void(Actor&)>& change = nullptr) {
    Actor actor{.iri = home_.actor(name), .name = name, .domain = "here.example"};
    actor.local = actor.discoverable = true;
    if (change) change(actor);
    write([&](WriteTxn& txn) { return put_actor(txn, actor, kNow); });
    return actor.id;
  }
  Id write_post(Id author, const std::string& text, Time at = kNow,
                Visibility visibility = Visibility::public_) {
    Post post{.author = author, .content = "<p>" + text + "</p>"};
    post.iri = home_.at("p/" + std::to_string(++posts_));
    post.local = true;
    post.published = at;
    post.visibility = visibility;
    write([&](WriteTxn& txn) { return add_post(txn, post, at); });
    return post.id;
  }
  void index() {
    const auto txn = read();
    for (const auto& due : list_search_due(txn, 0, 1'000)) {
      const auto document = searchable(txn, due);
      ASSERT_TRUE(document ? index_.put(*document).ok() : index_.erase(due.kind, due.id).ok());
    }
    ASSERT_TRUE(index_.commit("").ok());
  }

  const Home home_ = Home::of("here.example", /*https=*/true, Mode::open).value();
  SearchIndex index_{dir_.path() / "search"};

 private:
  int posts_ = 0;
};

}  // namespace hallway::test
