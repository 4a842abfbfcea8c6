// A store as a whole, read beside whoever has it open, and states that records cannot be in.

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "storage/actors.h"
#include "storage/log.h"
#include "storage/media.h"
#include "storage/posts.h"
#include "storage/reports.h"
#include "tests/support/verifying.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

// Alice has written a post and uploaded a picture, and somebody has reported her.
class VerifyStore : public VerifyTest {
 protected:
  void SetUp() override {
    VerifyTest::SetUp();
    write([&](WriteTxn& txn) -> Result<void> {
      Actor alice{.iri = iri("https://a.example/alice"), .name = "alice", .domain = "a.example"};
      TRY(put_actor(txn, alice, kNow));
      const auto seq = TRY(append_log(txn, seal(random_, "first"), {.at = kNow}));
      post_ = {.iri = iri("https://a.example/p/1"), .author = alice.id, .document = seq};
      TRY(add_post(txn, post_, kNow));
      upload_.owner = alice.id;
      TRY(put_media(txn, upload_, kNow));
      report_ = {.reporter = alice.id, .target = alice.id, .at = kNow};
      return put_report(txn, report_);
    });
  }
  Post post_;
  Media upload_;
  Report report_;
};

TEST_F(VerifyStore, AnApprovalIsOneThatThereIs) {
  const auto with = [&](Approval approval) {
    return after([&](WriteTxn& txn) { return put_approval(txn, post_.id, approval); });
  };
  EXPECT_TRUE(with(Approval::lacking).good());
  EXPECT_THAT(all_of(with(static_cast<Approval>(9))), HasSubstr("approval that does not exist"));
}

TEST_F(VerifyStore, AnUploadIsOfSomebodyAndInAStateThatThereIs) {
  const auto with = [&](auto&& change) {
    auto changed = upload_;
    change(changed);
    return after([&](WriteTxn& txn) { return put_media(txn, changed, kNow); });
  };
  EXPECT_TRUE(with([](Media& media) { media.state = MediaState::ready; }).good());
  EXPECT_THAT(all_of(with([](Media& media) { media.state = static_cast<MediaState>(7); })),
              HasSubstr("state that does not exist"));
  EXPECT_THAT(all_of(with([](Media& media) { media.owner = Id{99}; })),
              HasSubstr("of somebody who is not there"));
}

TEST_F(VerifyStore, AReportIsOpenOrResolvedInBothTables) {
  EXPECT_TRUE(after([&](WriteTxn& txn) -> Result<void> {
                auto resolved = report_;
                resolved.resolved = kNow;
                return put_report(txn, resolved);
              }).good());
  EXPECT_FALSE(after([&](WriteTxn& txn) {
                 return txn.erase(Table::reports_open, key_of(report_.id));
               }).good());
}

TEST_F(VerifyStore, TheLogsChainIsComputedAnew) {
  write([&](WriteTxn& txn) -> Result<void> {
    TRY(append_log(txn, seal(random_, "second"), {.at = kNow}));
    return {};
  });
  const auto second = rows_of(Table::log).back();
  const auto found = after([&](WriteTxn& txn) -> Result<void> {
    TRY(append_log(txn, seal(random_, "third"), {.at = kNow}));
    return txn.put(Table::payloads, second.first, rows_of(Table::payloads).front().second);
  });
  EXPECT_THAT(all_of(found), HasSubstr("log entry 2: payload was changed"));
}

TEST_F(VerifyStore, OfMuchThatIsWrongAPartIsNamedAndAllOfItCounted) {
  const auto found = after([&](WriteTxn& txn) -> Result<void> {
    for (uint64_t n = 1; n <= 500; ++n) {
      TRY(txn.put(Table::by_context, key_of(n, n), {}));
    }
    return {};
  });
  EXPECT_EQ(found.wrong, 500U);
  EXPECT_EQ(found.findings.size(), 20U);
  EXPECT_EQ(found.findings.front(), "by_context 1/1 points to no post of this thread");
}

TEST_F(VerifyStore, AWholeStoreIsReadBesideTheOneThatHasItOpen) {
  uint64_t told = 0;
  const auto found =
      verify_store(dir_.path(), [&](uint64_t, uint64_t, std::string_view) { ++told; });
  ASSERT_TRUE(found.ok()) << found.error().what;
  EXPECT_TRUE(found->good()) << all_of(*found);
  EXPECT_EQ(found->rows, verify_rows(read()).rows);
  EXPECT_EQ(told, 0U) << "it is over before anybody could ask";
  EXPECT_EQ(verify_store(dir_.path() / "nowhere").error().code, Code::not_found);
}

// As root, beside the store of somebody else; for anybody else it is their own anyway.
TEST_F(VerifyStore, WhatLmdbMakesToReadBelongsToTheStoresOwner) {
  close();
  const auto folder = dir_.path() / "store";
  const uid_t owner = ::geteuid() == 0 ? 12'345 : ::geteuid();
  ASSERT_EQ(::chown((folder / "data.mdb").c_str(), owner, ::getegid()), 0);
  std::filesystem::remove(folder / "lock.mdb");
  ASSERT_TRUE(verify_store(dir_.path()).ok());
  struct stat lock {};
  ASSERT_EQ(::stat((folder / "lock.mdb").c_str(), &lock), 0);
  EXPECT_EQ(lock.st_uid, owner);
}

TEST_F(VerifyStore, PagesThatEndAReaderAreAFindingOfTheirTable) {
  write([](WriteTxn& txn) -> Result<void> {
    for (uint64_t n = 1; n <= 2'000; ++n) {
      TRY(txn.put(Table::by_tag, key_of(sha256(std::to_string(n)), n), std::string(40, 't')));
    }
    return {};
  });
  close();
  std::filesystem::resize_file(dir_.path() / "store" / "data.mdb", 8 * 4096);
  const auto found = verify_store(dir_.path());
  ASSERT_TRUE(found.ok()) << found.error().what;
  EXPECT_FALSE(found->good());
}

}  // namespace
}  // namespace hallway::test
