#include "server/audit.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "storage/backup.h"
#include "storage/log_chain.h"
#include "tests/support/node.h"
#include "tests/support/sanitizer.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

using Lines = std::vector<std::string>;

Lines lines_of(const fs::path& file) {
  std::ifstream in(file);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void write_lines(const fs::path& file, const Lines& lines) {
  std::ofstream out(file, std::ios::binary);
  for (const auto& line : lines) out << line << "\n";
}

class Audit : public test::NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    person("bob");
    ASSERT_GE(last_log(*node_->read())->seq, 2U);
  }

  bool keep() {
    const auto kept = keep_head(*node_);
    EXPECT_TRUE(kept.ok()) << kept.error().what;
    return kept.ok() && *kept;
  }
  [[nodiscard]] fs::path heads() const { return heads_file(dir_.path()); }
  Result<AuditReport> verify() { return verify_audit(*node_->read(), node_->home(), {heads()}); }
  void change_log(const std::function<Result<void>(WriteTxn&)>& how) {
    const auto changed = node_->writer().apply(how);
    ASSERT_TRUE(changed.ok()) << changed.error().what;
  }
  // As somebody with access to the file might, so that the chain still holds.
  void cut_off_last() {
    change_log([](WriteTxn& txn) -> Result<void> {
      const auto last = last_log(txn)->seq;
      TRY(erase_payload(txn, last));
      return txn.erase(Table::log, key_of(last));
    });
  }
  void append() {
    change_log([&](WriteTxn& txn) -> Result<void> {
      TRY(append_log(txn, seal(random_, "{}"), {.at = node_->now()}));
      return {};
    });
  }
};

TEST_F(Audit, AHeadIsKeptWhenTheLogHasGrownAndAnHourHasPassed) {
  EXPECT_TRUE(keep());
  EXPECT_FALSE(keep());
  clock_.advance(hours(2));
  EXPECT_FALSE(keep()) << "the log has not grown";
  person("carol");
  EXPECT_TRUE(keep());
  person("dave");
  clock_.advance(minutes(59));
  EXPECT_FALSE(keep());
  clock_.advance(minutes(1));
  EXPECT_TRUE(node_->keep_house().ok()) << "which keeps it";
  EXPECT_EQ(lines_of(heads()).size(), 3U);
  clock_.set(clock_.now() - days(1));
  person("erin");
  EXPECT_TRUE(keep()) << "the clock was set back";
  const auto report = verify();
  ASSERT_TRUE(report.ok()) << report.error().what;
  EXPECT_EQ(report->heads, 4U);
  EXPECT_EQ(report->entries, last_log(*node_->read())->seq);
  EXPECT_EQ(report->newest->seq, report->entries);
}

TEST_F(Audit, HalfALineOfACrashIsNoHeadAndGoes) {
  ASSERT_TRUE(keep());
  std::ofstream(heads(), std::ios::app) << R"({"type":"LogHe)";
  EXPECT_EQ(verify()->heads, 1U);
  clock_.advance(hours(2));
  person("carol");
  EXPECT_TRUE(keep());
  EXPECT_EQ(lines_of(heads()).size(), 2U);
  EXPECT_EQ(verify()->heads, 2U);
}

TEST_F(Audit, TheLastWholeLineDecidesHoweverLongTheFile) {
  ASSERT_TRUE(keep());
  const auto head = lines_of(heads()).front();
  person("carol");
  EXPECT_FALSE(keep()) << "an hour has not passed";
  Lines lines(20'000, std::string(300, 'x'));
  lines.push_back(head);
  write_lines(heads(), lines);
  EXPECT_FALSE(keep());
  EXPECT_EQ(lines_of(heads()), lines);
  // A line that is longer than what is read at once, and no head.
  lines.emplace_back(10'000, 'x');
  write_lines(heads(), lines);
  std::ofstream(heads(), std::ios::app) << std::string(5'000, 'y');
  EXPECT_TRUE(keep()) << "the last line is not a head";
  const auto now = lines_of(heads());
  ASSERT_EQ(now.size(), lines.size() + 1);
  EXPECT_EQ(now[now.size() - 2], lines.back());
  EXPECT_FALSE(keep());
}

TEST_F(Audit, ATailThatWasCutOffShows) {
  ASSERT_TRUE(keep());
  cut_off_last();
  EXPECT_TRUE(verify_log(*node_->read()).ok()) << "the chain alone does not tell";
  const auto found = verify();
  EXPECT_EQ(found.error().code, Code::corrupt);
  EXPECT_THAT(found.error().what, HasSubstr("the end of the log was cut off"));
}

TEST_F(Audit, ALogThatWasWrittenAnewShows) {
  ASSERT_TRUE(keep());
  cut_off_last();
  append();
  EXPECT_TRUE(verify_log(*node_->read()).ok());
  const auto found = verify();
  EXPECT_EQ(found.error().code, Code::corrupt);
  EXPECT_THAT(found.error().what, HasSubstr("rewritten"));
}

TEST_F(Audit, AHeadThatThisNodeDidNotSignIsRefused) {
  ASSERT_TRUE(keep());
  auto head = parse_json(lines_of(heads()).front()).value_or(Json());
  for (const auto& [key, value] : std::map<std::string, Json>{
           {"seq", 1}, {"chain", std::string(64, '0')}, {"at", "2020-01-01T00:00:00Z"}}) {
    auto forged = head;
    forged[key] = value;
    write_lines(heads(), {dump_json(forged)});
    EXPECT_EQ(verify().error().code, Code::forbidden) << key;
  }
  for (const auto* line : {"", "{}", "[]", "nothing", R"({"type":"LogHead","seq":0})"}) {
    write_lines(heads(), {line});
    EXPECT_EQ(verify().error().code, Code::invalid) << line;
  }
}

TEST_F(Audit, ABackupHoldsNoHeadThatItsStoreDoesNotKnow) {
  if (test::kThreadSanitizer) return;  // which takes no thread begun after a fork from several
  ASSERT_TRUE(keep());
  const test::TempDir outside;
  int signed_meanwhile = 0;
  BackupOptions options{.made = clock_.now()};
  options.progress = [&](uint64_t, uint64_t) {
    if (signed_meanwhile == 3) return;
    clock_.advance(hours(2));
    person("late" + std::to_string(++signed_meanwhile));
    EXPECT_TRUE(keep());
  };
  const auto file = outside.path() / "node.backup", restored = outside.path() / "restored";
  const auto made = make_backup(dir_.path(), file, options);
  ASSERT_TRUE(made.ok()) << made.error().what;
  ASSERT_GT(signed_meanwhile, 0);
  ASSERT_TRUE(restore_backup(file, restored).ok());
  const auto store = Store::open(restored);
  ASSERT_TRUE(store.ok()) << store.error().what;
  const auto proved = verify_audit(*(*store)->read(), node_->home(), {heads_file(restored)});
  ASSERT_TRUE(proved.ok()) << proved.error().what;
  EXPECT_GE(proved->heads, 1U);
}

TEST_F(Audit, AFolderWithoutHeadsHasItsChainAlone) {
  const auto report = verify();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->heads, 0U);
  EXPECT_GE(report->entries, 2U);
}

}  // namespace
}  // namespace hallway
