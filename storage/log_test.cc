#include "storage/log.h"

#include "tests/support/store.h"

namespace hallway {
namespace {

using test::iri;

constexpr Time kStart{1'700'000'000'000};

class Log : public test::StoreTest {
 protected:
  uint64_t append(uint64_t n, std::string_view payload = "{}") {
    return write([&](WriteTxn& txn) {
      return append_log(txn, seal(random_, payload),
                        {.at = kStart + seconds(static_cast<int64_t>(n)),
                         .source = Source::inbox,
                         .actor = "https://a.example/alice",
                         .type = "Create",
                         .activity = activity(n).text(),
                         .object = "https://a.example/p/" + std::to_string(n)});
    });
  }
  static Iri activity(uint64_t n) { return iri("https://a.example/act/" + std::to_string(n)); }
  Result<uint64_t> verify() { return verify_log(read()); }
  // What somebody with access to the file could do.
  void tamper(const std::function<Result<void>(WriteTxn&)>& how) { write(how); }

  SeededRandom random_{1};
};

TEST_F(Log, AnEmptyLogVerifies) {
  EXPECT_EQ(verify().value(), 0U);
  EXPECT_FALSE(last_log(read()));
  EXPECT_FALSE(find_log(read(), 1));
}

TEST_F(Log, EntriesAreNumberedFromOneAndKeepWhatTheyWereGiven) {
  EXPECT_EQ(append(1, R"({"type":"Create"})"), 1U);
  EXPECT_EQ(append(2), 2U);
  const auto entry = find_log(read(), 1).value();
  EXPECT_EQ(entry.seq, 1U);
  EXPECT_EQ(entry.at, kStart + seconds(1));
  EXPECT_EQ(entry.source, Source::inbox);
  EXPECT_EQ(entry.actor, "https://a.example/alice");
  EXPECT_EQ(entry.type, "Create");
  EXPECT_EQ(entry.activity, activity(1).text());
  EXPECT_EQ(entry.object, "https://a.example/p/1");
  EXPECT_EQ(find_payload(read(), 1), R"({"type":"Create"})");
  EXPECT_EQ(last_log(read())->seq, 2U);
  EXPECT_EQ(verify().value(), 2U);
}

TEST_F(Log, PayloadsMayBeEmptyLargeOrBinary) {
  const std::string payloads[] = {"", std::string(200'000, 'x'), std::string("\0\xff\0", 3)};
  for (uint64_t n = 1; n <= std::size(payloads); ++n) append(n, payloads[n - 1]);
  for (uint64_t n = 1; n <= std::size(payloads); ++n) {
    EXPECT_EQ(find_payload(read(), n), payloads[n - 1]);
  }
  EXPECT_EQ(verify().value(), 3U);
}

TEST_F(Log, ItStillVerifiesAfterAPayloadWasErased) {
  for (uint64_t n = 1; n <= 3; ++n) append(n, "secret");
  write([](WriteTxn& txn) { return erase_payload(txn, 2); });
  EXPECT_FALSE(find_payload(read(), 2));
  EXPECT_TRUE(find_log(read(), 2));
  EXPECT_EQ(verify().value(), 3U);
  write([](WriteTxn& txn) { return erase_payload(txn, 2); });
  EXPECT_EQ(append(4), 4U);
  EXPECT_EQ(verify().value(), 4U);
}

TEST_F(Log, EqualPayloadsHaveDifferentDigestsSoThatAnErasedOneCannotBeGuessed) {
  append(1, "yes");
  append(2, "yes");
  EXPECT_NE(find_log(read(), 1)->digest, find_log(read(), 2)->digest);
}

TEST_F(Log, AMissingEntryIsFoundWhereverItWas) {
  for (const uint64_t missing : {1U, 2U}) {
    for (uint64_t n = 1; n <= 3; ++n) append(n);
    tamper([&](WriteTxn& txn) { return txn.erase(Table::log, key_of(missing)); });
    const auto found = verify();
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, Code::corrupt);
    EXPECT_NE(found.error().what.find("entry " + std::to_string(missing) + " "), std::string::npos)
        << found.error().what;
    close();
    std::filesystem::remove_all(dir_.path() / "store");
    open();
  }
}

TEST_F(Log, AMovedEntryIsFound) {
  for (uint64_t n = 1; n <= 2; ++n) append(n);
  tamper([](WriteTxn& txn) -> Result<void> {
    const std::string second(*txn.get(Table::log, key_of(uint64_t{2})));
    TRY(txn.erase(Table::log, key_of(uint64_t{2})));
    return txn.put(Table::log, key_of(uint64_t{3}), second);
  });
  EXPECT_EQ(verify().error().code, Code::corrupt);
}

TEST_F(Log, AChangedPayloadIsFoundWhicheverByteItIs) {
  for (uint64_t n = 1; n <= 3; ++n) append(n, "pay 100 to bob");
  const std::string good(*read().get(Table::payloads, key_of(uint64_t{2})));
  size_t found = 0;
  for (size_t at = 0; at < good.size(); ++at) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    tamper([&](WriteTxn& txn) { return txn.put(Table::payloads, key_of(uint64_t{2}), bad); });
    const auto verified = verify();
    found += !verified.ok();
    // Only a byte that carries nothing may go unnoticed.
    EXPECT_TRUE(verified.ok() ? find_payload(read(), 2) == "pay 100 to bob"
                              : verified.error().code == Code::corrupt)
        << at;
  }
  EXPECT_GE(found, 16U + std::string_view("pay 100 to bob").size()) << "salt and text";
}

TEST_F(Log, AChangedEntryIsFoundWhicheverByteItIs) {
  for (uint64_t n = 1; n <= 3; ++n) append(n);
  const auto before = find_log(read(), 2).value();
  const std::string good(*read().get(Table::log, key_of(uint64_t{2})));
  size_t found = 0;
  for (size_t at = 0; at < good.size(); ++at) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    tamper([&](WriteTxn& txn) { return txn.put(Table::log, key_of(uint64_t{2}), bad); });
    if (!verify().ok()) {
      ++found;
      continue;
    }
    const auto after = find_log(read(), 2);  // only a byte that carries nothing may go unnoticed
    ASSERT_TRUE(after) << at;
    EXPECT_EQ(std::tie(after->seq, after->at, after->source, after->actor, after->type),
              std::tie(before.seq, before.at, before.source, before.actor, before.type));
    EXPECT_EQ(std::tie(after->activity, after->object, after->digest, after->chain),
              std::tie(before.activity, before.object, before.digest, before.chain));
  }
  EXPECT_GT(found, good.size() / 2);
}

TEST_F(Log, NothingIsAppendedToALogWhoseEndCannotBeRead) {
  append(1);
  tamper([](WriteTxn& txn) {
    return txn.put(Table::log, key_of(uint64_t{1}), std::string(64, '\xff'));
  });
  const auto outcome = writer_->apply(
      [&](WriteTxn& txn) { return append_log(txn, seal(random_, "{}"), {.at = kStart}); });
  EXPECT_EQ(outcome.error().code, Code::corrupt);
  EXPECT_EQ(verify().error().code, Code::corrupt);
}

TEST_F(Log, WhatWasSeenIsForgottenOnceItIsOldAndNotBefore) {
  for (uint64_t n = 1; n <= 10; ++n) {
    const auto seq = append(n);
    write([&](WriteTxn& txn) { return mark_seen(txn, activity(n), seq); });
  }
  const auto forget = [&](Time before, size_t most) {
    return write([&](WriteTxn& txn) { return forget_seen(txn, before, kStart + days(1), most); });
  };
  EXPECT_EQ(forget(kStart, 100), 0U);
  EXPECT_FALSE(is_seen_before(read(), kStart, kStart + days(1)));
  EXPECT_TRUE(is_seen_before(read(), kStart + seconds(6), kStart + days(1)));
  EXPECT_EQ(forget(kStart + seconds(6), 3), 3U);
  EXPECT_EQ(forget(kStart + seconds(6), 100), 2U) << "goes on where it stopped";
  EXPECT_EQ(forget(kStart + seconds(6), 100), 0U);
  for (uint64_t n = 1; n <= 10; ++n) EXPECT_EQ(seen(read(), activity(n)), n > 5) << n;
}

TEST_F(Log, WhatWasSeenOnTheWrongDayStaysAndHoldsUpNothing) {
  for (uint64_t n = 1; n <= 3; ++n) {
    const auto seq = append(n);
    write([&](WriteTxn& txn) { return mark_seen(txn, activity(n), seq); });
  }
  // Then the clock was set back by a day.
  const auto now = kStart - days(1), before = now;
  EXPECT_TRUE(is_seen_before(read(), before, now));
  EXPECT_EQ(write([&](WriteTxn& txn) { return forget_seen(txn, before, now, 100); }), 3U);
  for (uint64_t n = 1; n <= 3; ++n) EXPECT_TRUE(seen(read(), activity(n))) << n;
}

TEST_F(Log, WhatSomebodyDidIsErasedAStretchAtATimeAndTheDeleteOfThemselvesStays) {
  const auto add = [&](const std::string& actor, const std::string& type,
                       const std::string& object) {
    return write([&](WriteTxn& txn) {
      return append_log(txn, seal(random_, "{}"),
                        {.at = kStart, .actor = actor, .type = type, .object = object});
    });
  };
  const std::string alice = "https://a.example/alice", bob = "https://a.example/bob";
  add(alice, "Like", bob);
  add(bob, "Delete", alice);
  add(alice, "Delete", bob);
  add(alice, "Delete", alice);
  const auto erase = [&](uint64_t after) {
    return write([&](WriteTxn& txn) { return erase_payloads_by(txn, alice, after, 3); });
  };
  EXPECT_EQ(erase(0), 3U);
  EXPECT_EQ(erase(3), 4U);
  EXPECT_EQ(erase(4), 4U) << "the end";
  for (const uint64_t seq : {1, 3}) EXPECT_FALSE(find_payload(read(), seq)) << seq;
  for (const uint64_t seq : {2, 4}) EXPECT_TRUE(find_payload(read(), seq)) << seq;
  EXPECT_TRUE(verify().ok());
}

TEST_F(Log, AnActivityIsSeenOnlyByItsOwnIri) {
  write([](WriteTxn& txn) { return mark_seen(txn, activity(1), 1); });
  EXPECT_TRUE(seen(read(), activity(1)));
  EXPECT_FALSE(seen(read(), activity(2)));
}

TEST_F(Log, EachWorkerHasItsOwnPosition) {
  EXPECT_EQ(find_position(read(), "index"), 0U);
  write([](WriteTxn& txn) -> Result<void> {
    TRY(put_position(txn, "index", 12));
    return put_position(txn, "live", 34);
  });
  EXPECT_EQ(find_position(read(), "index"), 12U);
  EXPECT_EQ(find_position(read(), "live"), 34U);
  write([](WriteTxn& txn) { return erase_position(txn, "live"); });
  EXPECT_EQ(find_position(read(), "live"), 0U);
}

}  // namespace
}  // namespace hallway
