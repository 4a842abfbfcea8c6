#include "storage/names.h"

#include "tests/support/store.h"

namespace hallway {
namespace {

using test::iri;
using Names = test::StoreTest;

const Iri kA = iri("https://a.example/1");

TEST_F(Names, AnIriIsFoundByWhatItNames) {
  write([](WriteTxn& txn) { return put_name(txn, kA, {.kind = Kind::post, .id = Id{5}}); });
  EXPECT_EQ(find_named(read(), kA), (Named{.kind = Kind::post, .id = Id{5}}));
  EXPECT_EQ(find_id(read(), kA, Kind::post), Id{5});
  EXPECT_FALSE(find_id(read(), kA, Kind::actor));
  EXPECT_FALSE(find_named(read(), iri("https://a.example/2")));
  write([](WriteTxn& txn) { return erase_name(txn, kA); });
  EXPECT_FALSE(find_named(read(), kA));
}

TEST_F(Names, WhatNamesOneThingNeverComesToNameAnother) {
  write([](WriteTxn& txn) { return put_name(txn, kA, {.kind = Kind::post, .id = Id{5}}); });
  const auto put = [&](Named named) {
    return writer_->apply([&](WriteTxn& txn) { return put_name(txn, kA, named); });
  };
  EXPECT_TRUE(put({.kind = Kind::post, .id = Id{5}}).ok());
  EXPECT_EQ(put({.kind = Kind::post, .id = Id{6}}).error().code, Code::conflict);
  EXPECT_EQ(put({.kind = Kind::reaction, .id = Id{5}}).error().code, Code::conflict);
  EXPECT_EQ(put({.kind = Kind::follow, .id = Id{5}, .followee = Id{6}}).error().code,
            Code::conflict);
  EXPECT_EQ(find_id(read(), kA, Kind::post), Id{5});
}

TEST_F(Names, TheEmptyIriNamesNothing) {
  write([](WriteTxn& txn) -> Result<void> {
    TRY(put_name(txn, Iri(), {.kind = Kind::reaction, .id = Id{1}}));
    return put_name(txn, Iri(), {.kind = Kind::reaction, .id = Id{2}});
  });
  EXPECT_FALSE(find_named(read(), Iri()));
  EXPECT_EQ(read().count(Table::iris), 0U);
}

}  // namespace
}  // namespace hallway
