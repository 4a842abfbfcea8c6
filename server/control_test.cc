#include "server/control.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

#include "server/commands.h"
#include "tests/support/store.h"

namespace hallway {
namespace {

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un where{};
  where.sun_family = AF_UNIX;
  path.native().copy(where.sun_path, sizeof where.sun_path - 1);
  return where;
}

int listen_at(const std::filesystem::path& path, int backlog) {
  const auto where = address_of(path);
  const int listening = ::socket(AF_UNIX, SOCK_STREAM, 0);
  EXPECT_EQ(::bind(listening, reinterpret_cast<const sockaddr*>(&where), sizeof where), 0);
  EXPECT_EQ(::listen(listening, backlog), 0);
  return listening;
}

class Control : public ::testing::Test {
 protected:
  std::filesystem::path dir() const { return dir_.path(); }
  std::unique_ptr<ControlSocket> start(ControlSocket::Perform perform) {
    auto started = ControlSocket::start(dir(), std::move(perform));
    EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().what);
    return started.ok() ? std::move(*started) : nullptr;
  }
  static Result<Json> echo(std::string_view command, const Json& arguments) {
    return Json{{"command", command}, {"arguments", arguments}};
  }
  test::TempDir dir_;
};

TEST_F(Control, CarriesACommandAndItsAnswer) {
  const auto socket = start(echo);
  const Json arguments{{"text", "Zürich\nand a second line"}, {"list", {1, 2}}};
  const auto answer = ask_running_node(dir(), "account add", arguments);
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  ASSERT_TRUE(answer->has_value());
  EXPECT_EQ((**answer)["command"], "account add");
  EXPECT_EQ((**answer)["arguments"], arguments);
}

TEST_F(Control, ErrorsArriveAsTheyWere) {
  const auto socket = start([](std::string_view, const Json&) -> Result<Json> {
    return fail(Code::conflict, "the name alice is taken");
  });
  const auto answer = ask_running_node(dir(), "x", Json::object());
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::conflict);
  EXPECT_EQ(answer.error().what, "the name alice is taken");
}

TEST_F(Control, WhereNoNodeRunsNobodyAnswers) {
  const auto answer = ask_running_node(dir(), "x", Json::object());
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_FALSE(answer->has_value());
  EXPECT_FALSE(ask_running_node(dir() / "none", "x", Json::object()).value().has_value());
}

TEST_F(Control, OnlyItsOwnerMayOpenIt) {
  const auto socket = start(echo);
  struct stat seen {};
  ASSERT_EQ(::stat((dir() / "control.sock").c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 07777, 0600u);
}

TEST_F(Control, AStaleSocketIsReplacedAndOneThatEndsIsRemoved) {
  {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    const auto path = (dir() / "control.sock").string();
    path.copy(where.sun_path, sizeof where.sun_path - 1);
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::bind(left, reinterpret_cast<sockaddr*>(&where), sizeof where), 0);
    ::close(left);
  }
  EXPECT_FALSE(ask_running_node(dir(), "x", Json::object()).value().has_value());
  {
    const auto socket = start(echo);
    EXPECT_TRUE(ask_running_node(dir(), "x", Json::object()).value().has_value());
  }
  EXPECT_FALSE(std::filesystem::exists(dir() / "control.sock"));
}

TEST_F(Control, WorksInFoldersWhosePathsAreLong) {
  auto deep = dir();
  for (int i = 0; i < 5; ++i) deep /= std::string(40, 'x');
  std::filesystem::create_directories(deep);
  const auto socket = ControlSocket::start(deep, echo);
  ASSERT_TRUE(socket.ok()) << socket.error().what;
  EXPECT_TRUE(ask_running_node(deep, "x", Json::object()).value().has_value());
}

TEST_F(Control, CommandsInFlightAreAnsweredBeforeItEnds) {
  std::atomic<bool> begun{false}, may_end{false};
  auto socket = start([&](std::string_view, const Json&) -> Result<Json> {
    begun = true;
    begun.notify_all();
    may_end.wait(false);
    return Json{{"done", true}};
  });
  Result<std::optional<Json>> answer = std::optional<Json>();
  std::jthread asking([&] { answer = ask_running_node(dir(), "slow", Json::object()); });
  begun.wait(false);
  std::jthread ending([&] { socket.reset(); });
  may_end = true;
  may_end.notify_all();
  asking.join();
  ending.join();
  ASSERT_TRUE(answer.ok()) << answer.error().what;
  EXPECT_TRUE(answer->has_value());
}

TEST_F(Control, ANodeThatHangsIsNotWaitedForByWhoHasNoPatience) {
  std::atomic<bool> may_end{false};
  const auto socket = start([&](std::string_view, const Json&) -> Result<Json> {
    may_end.wait(false);
    return Json::object();
  });
  const auto answer = ask_running_node(dir(), "status", Json::object(), milliseconds(50));
  may_end = true;
  may_end.notify_all();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_EQ(answer.error().what, "the node in " + dir().string() + " does not answer");
}

TEST_F(Control, NorWhereItTakesNobodyAnyMore) {
  const int listening = listen_at(dir() / "control.sock", /*backlog=*/0);
  const int waiting = ::socket(AF_UNIX, SOCK_STREAM, 0);
  const auto where = address_of(dir() / "control.sock");
  ASSERT_EQ(::connect(waiting, reinterpret_cast<const sockaddr*>(&where), sizeof where), 0);
  const auto answer = ask_running_node(dir(), "status", Json::object(), milliseconds(50));
  ::close(waiting);
  ::close(listening);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().what, "the node in " + dir().string() + " does not answer");
}

TEST_F(Control, OnlyWhoLooksAfterANodeHasLittlePatience) {
  for (const auto& command : commands()) {
    EXPECT_EQ(command.patience.has_value(), command.name == "status") << command.name;
  }
}

TEST_F(Control, WhatIsNoCommandIsRefused) {
  const auto socket = start(echo);
  for (const std::string_view line : {"not json\n", "{}\n", "[1]\n", "{\"command\":5}\n"}) {
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    const auto path = (dir() / "control.sock").string();
    path.copy(where.sun_path, sizeof where.sun_path - 1);
    const int connection = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(::connect(connection, reinterpret_cast<sockaddr*>(&where), sizeof where), 0);
    ASSERT_EQ(::send(connection, line.data(), line.size(), 0), static_cast<ssize_t>(line.size()));
    char buffer[512];
    const auto got = ::recv(connection, buffer, sizeof buffer, 0);
    ::close(connection);
    ASSERT_GT(got, 0) << line;
    EXPECT_NE(std::string_view(buffer, static_cast<size_t>(got)).find("\"error\""),
              std::string_view::npos)
        << line;
  }
}

}  // namespace
}  // namespace hallway
