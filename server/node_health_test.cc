#include "server/node_health.h"

#include <gmock/gmock.h>

#include "server/disk_use.h"
#include "server/last_backup.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class NodeHealth : public NodeTest {
 protected:
  Json look() { return health_of(*node_).value(); }
  static std::vector<std::string> subjects(const Json& health) {
    std::vector<std::string> all;
    for (const auto& one : health["checks"]) all.push_back(one["subject"]);
    return all;
  }
};

TEST_F(NodeHealth, SaysWhatTheDoctorFindsAndWhatToDo) {
  const auto health = look();
  for (const auto* subject : {"disk", "backup", "writer", "queue", "partners", "certificate"}) {
    EXPECT_THAT(subjects(health), Contains(subject));
  }
  for (const auto& one : health["checks"]) {
    EXPECT_EQ(one["todo"] == "", one["grade"] == "good") << one;
  }
  EXPECT_EQ(health["mode"], "open");
  EXPECT_TRUE(health["status"]["writer_ms"].is_number());
}

TEST_F(NodeHealth, KnowsTheLastBackup) {
  EXPECT_TRUE(look()["last_backup"].is_null());
  ASSERT_TRUE(note_backup(dir_.path(), clock_.now()).ok());
  EXPECT_EQ(look()["last_backup"], to_rfc3339(clock_.now()));
}

TEST_F(NodeHealth, TellsWhatTheDiskWasLikeDayByDay) {
  EXPECT_TRUE(look()["disk"]["days"].empty());
  ASSERT_TRUE(note_disk_day(*node_).ok());
  const auto disk = look()["disk"];
  ASSERT_EQ(disk["days"].size(), 1U);
  EXPECT_EQ(disk["days"][0]["date"], to_rfc3339(clock_.now()).substr(0, 10));
  EXPECT_EQ(disk["days"][0]["queued"], 0);
  EXPECT_TRUE(disk["days_until_full"].is_null());
  EXPECT_GT(disk["free"].get<uint64_t>(), 0U);
}

}  // namespace
}  // namespace hallway::test
