#include "federation/http.h"

#include <gtest/gtest.h>

#include <thread>

namespace hallway {
namespace {

TEST(Headers, AreComparedWithoutCaseAndKeepTheirOrder) {
  Headers headers{{"Accept", "a"}, {"X-One", "1"}, {"accept", "b"}};
  EXPECT_EQ(headers.find("ACCEPT"), "a");
  EXPECT_EQ(headers.find_all("accept"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_FALSE(headers.find("Accep").has_value());

  headers.set("aCCept", "c");
  EXPECT_EQ(headers.list(),
            (std::vector<std::pair<std::string, std::string>>{{"Accept", "c"}, {"X-One", "1"}}));
  headers.set("New", "2");
  EXPECT_EQ(headers.find("new"), "2");
  headers.erase("X-ONE");
  EXPECT_EQ(headers.list().size(), 2u);
}

TEST(Headers, CaseIsThatOfAsciiOnly) {
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "cONTENT-tYPE"));
  EXPECT_FALSE(equal_ignoring_case("a[", "a{"));
  EXPECT_FALSE(equal_ignoring_case("\xc3\x84", "\xc3\xa4"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

class AnswersAtOnce final : public HttpClient {
 public:
  void send(OutboundRequest request, Done done) override {
    done(OutboundResponse{200, {}, request.body});
  }
};

class AnswersElsewhere final : public HttpClient {
 public:
  void send(OutboundRequest, Done done) override {
    thread_ = std::jthread([done = std::move(done)] { done(OutboundResponse{202, {}, "later"}); });
  }

 private:
  std::jthread thread_;
};

class Forgets final : public HttpClient {
 public:
  void send(OutboundRequest, Done) override {}
};

TEST(HttpClient, ExchangeReturnsWhatSendAnswers) {
  AnswersAtOnce at_once;
  OutboundRequest request;
  request.body = "echo";
  EXPECT_EQ(at_once.exchange(request)->body, "echo");
  AnswersElsewhere elsewhere;
  EXPECT_EQ(elsewhere.exchange(request)->status, 202);
}

TEST(HttpClient, ExchangeDoesNotWaitForAClientThatForgot) {
  Forgets forgets;
  const auto answer = forgets.exchange({});
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway
