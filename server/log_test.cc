#include "server/log.h"

#include <gtest/gtest.h>

#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr Time kAt{1'795'612'315'123};

std::string logfmt(std::string_view value) {
  auto line = log::format_line(LogFormat::logfmt, kAt, LogLevel::info, "e", {{"k", value}});
  return line.substr(line.find(" k=") + 3);
}

TEST(Log, IsOneLineOfPairs) {
  EXPECT_EQ(log::format_line(LogFormat::logfmt, kAt, LogLevel::warn, "inbox.refused",
                             {{"reason", "bad signature"},
                              {"host", std::string("a.example")},
                              {"status", 401},
                              {"bytes", size_t{7}},
                              {"seconds", 0.5},
                              {"again", true}}),
            "ts=" + to_rfc3339(kAt) +
                " level=warn event=inbox.refused reason=\"bad signature\" host=a.example "
                "status=401 bytes=7 seconds=0.5 again=true");
}

TEST(Log, AValueCanForgeNeitherFieldNorLine) {
  EXPECT_EQ(logfmt("a\nlevel=error"), "\"a\\nlevel=error\"");
  EXPECT_EQ(logfmt("a b=c"), "\"a b=c\"");
  EXPECT_EQ(logfmt("say \"x\""), "\"say \\\"x\\\"\"");
  EXPECT_EQ(logfmt(""), "\"\"");
  EXPECT_EQ(logfmt("\x1b[31m"), "\"\\u001b[31m\"");
  EXPECT_EQ(logfmt("\xff").find('\xff'), std::string::npos);
}

TEST(Log, AsJsonHasTheSameMembers) {
  auto line = log::format_line(LogFormat::json, kAt, LogLevel::info, "node.started",
                               {{"port", 8080}, {"name", "a\"b"}, {"tls", false}});
  auto parsed = parse_json(line);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, (Json{{"ts", to_rfc3339(kAt)},
                           {"level", "info"},
                           {"event", "node.started"},
                           {"port", 8080},
                           {"name", "a\"b"},
                           {"tls", false}}));
}

TEST(Log, SaysOnlyWhatItsLevelAsksFor) {
  log::start(LogLevel::warn, LogFormat::logfmt);
  testing::internal::CaptureStderr();
  log::info("quiet");
  log::error("loud", {{"k", "{}%s"}});
  log::warn("wrong", fail(Code::forbidden, "no way"), {{"host", "a.example"}});
  log::start(LogLevel::info, LogFormat::logfmt);
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("quiet"), std::string::npos);
  EXPECT_NE(written.find("level=error event=loud k={}%s\n"), std::string::npos) << written;
  EXPECT_NE(written.find("event=wrong host=a.example code=forbidden what=\"no way\"\n"),
            std::string::npos)
      << written;
}

}  // namespace
}  // namespace hallway
