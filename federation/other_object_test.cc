#include "federation/other_object.h"

#include <gmock/gmock.h>

#include "storage/kept_objects.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class OtherObjects : public ActsTest {
 protected:
  OtherWish wish(const char* type, Json object) {
    return {{{"type", type}, {"object", std::move(object)}}, {.to = {eve_.iri.text()}}};
  }
  template <class Act>
  Code refused(Act&& deed) {
    return code_of(act(alice_, std::forward<Act>(deed)));
  }
  Iri made(Json object) {
    ok(act(alice_, [&](Local& l) { return create_object(l, wish("Create", std::move(object))); }));
    return iri(std::string(*find_string(last_logged()["object"], "id")));
  }
};

TEST_F(OtherObjects, AreSentWithTheirIdAndChangedByTheirOwner) {
  const auto at = made({{"type", "Lathe"}, {"name", "Old"}, {"bto", bob_.iri.text()}});
  EXPECT_EQ(object_at(home_, alice_, at)->time(), clock_.now());
  EXPECT_FALSE(object_at(home_, bob_, at));
  EXPECT_FALSE(last_logged()["object"].contains("bto"));
  ok(act(alice_, [&](Local& local) {
    return update_object(local, at,
                         wish("Update", {{"id", at.text()}, {"name", "New"}, {"type", "Drill"}}));
  }));
  const auto sent = last_logged()["object"];
  EXPECT_EQ(sent["name"], "New");
  EXPECT_EQ(sent["type"], "Lathe");
  EXPECT_EQ(owed().size(), 2U);
}

TEST_F(OtherObjects, AreOfALimitedSizeAndNumber) {
  EXPECT_EQ(refused([&](Local& local) {
              const std::string much(kMostObjectBytes, 'a');
              return create_object(local, wish("Create", {{"type", "Lathe"}, {"name", much}}));
            }),
            Code::invalid);
  EXPECT_EQ(refused([&](Local& local) { return create_object(local, wish("Create", "text")); }),
            Code::invalid);
  EXPECT_EQ(count(Table::kept_objects), 0U);
  write([&](WriteTxn& txn) -> Result<bool> {
    for (size_t i = 0; i < kMostObjects; ++i) {
      KeptObject one{.owner = alice_.id, .json = "{}", .at = clock_.now()};
      TRY(put_kept_object(txn, one, clock_.now()));
    }
    return true;
  });
  EXPECT_EQ(refused([&](Local& local) {
              return create_object(local, wish("Create", {{"type", "Lathe"}}));
            }),
            Code::invalid);
}

TEST_F(OtherObjects, ACollectionHoldsEachAddressOnce) {
  const auto at = made({{"type", "Collection"},
                        {"items", Json::array({eve_.iri.text(), {{"id", eve_.iri.text()}}, 7})}});
  const auto add = [&](Json item) {
    return act(alice_, [&](Local& local) { return add_item(local, at, wish("Add", item)); });
  };
  EXPECT_EQ(code_of(add(eve_.iri.text())), Code::conflict);
  EXPECT_EQ(code_of(add("no address")), Code::invalid);
  ok(add(bob_.iri.text()));
  const auto kept = find_kept_object(read(), alice_.id, *object_at(home_, alice_, at));
  EXPECT_EQ(parse_json(kept->json)->at("totalItems"), 2);
  const auto lathe = made({{"type", "Lathe"}});
  EXPECT_EQ(
      refused([&](Local& local) { return add_item(local, lathe, wish("Add", bob_.iri.text())); }),
      Code::invalid);
}

}  // namespace
}  // namespace hallway::test
