#include "server/answer.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Request asking(std::string if_none_match, std::string method = "GET") {
  Request request{.method = std::move(method)};
  if (!if_none_match.empty()) request.headers.add("If-None-Match", std::move(if_none_match));
  return request;
}

std::string header(const Response& response, std::string_view name) {
  return std::string(response.headers.find(name).value_or(""));
}

TEST(Answer, EveryErrorHasItsStatus) {
  const struct {
    Code code;
    int status, api;
  } kCases[] = {
      {Code::invalid, 400, 422},   {Code::unauthenticated, 401, 401},
      {Code::forbidden, 403, 403}, {Code::not_found, 404, 404},
      {Code::gone, 410, 410},      {Code::conflict, 409, 409},
      {Code::too_large, 413, 413}, {Code::limited, 429, 429},
      {Code::full, 507, 507},      {Code::unavailable, 503, 503},
      {Code::corrupt, 500, 500},   {Code::internal, 500, 500},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(status_of(c.code, Area::federation), c.status) << name_of(c.code);
    EXPECT_EQ(status_of(c.code, Area::api), c.api) << name_of(c.code);
  }
}

TEST(Answer, WhatPeopleMayNotKnowIsNotSaid) {
  for (const auto code : {Code::not_found, Code::gone, Code::corrupt, Code::internal}) {
    EXPECT_THAT(error_answer(fail(code, "row 7"), Area::api).body, Not(HasSubstr("row 7")));
  }
  for (const auto code : {Code::invalid, Code::forbidden, Code::conflict, Code::too_large}) {
    EXPECT_THAT(error_answer(fail(code, "row 7"), Area::api).body, HasSubstr("row 7"));
  }
}

TEST(Answer, OtherNodesAreNotToldWhyAHostCannotBeAsked) {
  const auto error = fail(Code::unavailable, "row 7");
  EXPECT_THAT(error_answer(error, Area::federation).body, Not(HasSubstr("row 7")));
  EXPECT_THAT(error_answer(error, Area::social).body, Not(HasSubstr("row 7")));
  EXPECT_THAT(error_answer(error, Area::api).body, HasSubstr("row 7"));
}

TEST(Answer, NodesAndProgramsGetProblemDetails) {
  for (const auto area : {Area::federation, Area::social}) {
    const auto answer = error_answer(fail(Code::conflict, "it was so before"), area);
    EXPECT_EQ(header(answer, "Content-Type"), kProblemType);
    const auto problem = parse_json(answer.body).value_or(Json());
    EXPECT_EQ(problem, (Json{{"type", "about:blank"},
                             {"title", "Conflict"},
                             {"status", 409},
                             {"detail", "it was so before"},
                             {"error", "it was so before"}}));
  }
}

TEST(Answer, OnlyWhatMayWorkLaterIsToBeTriedAgain) {
  for (const auto code : {Code::limited, Code::unavailable}) {
    EXPECT_NE(header(error_answer(fail(code, ""), Area::api), "Retry-After"), "");
  }
  EXPECT_EQ(header(error_answer(fail(Code::invalid, ""), Area::api), "Retry-After"), "");
  EXPECT_EQ(header(error_answer(fail(Code::invalid, ""), Area::api), "Cache-Control"), "no-store");
}

TEST(Answer, WhoIsUnknownIsToldHowToSayWhoTheyAre) {
  const auto error = fail(Code::unauthenticated, "");
  EXPECT_EQ(header(error_answer(error, Area::api), "WWW-Authenticate"), "Bearer");
  EXPECT_EQ(header(error_answer(error, Area::federation), "WWW-Authenticate"), "Signature");
}

TEST(EntityTag, IsTheSameForTheSameBytesOnly) {
  const auto tag_of = [](std::string body) {
    auto response = text_answer(200, kJsonType, std::move(body));
    tag_entity(asking(""), response);
    return header(response, "ETag");
  };
  EXPECT_EQ(tag_of("a"), tag_of("a"));
  EXPECT_NE(tag_of("a"), tag_of("b"));
  EXPECT_TRUE(tag_of("a").starts_with('"') && tag_of("a").ends_with('"'));
}

TEST(EntityTag, WhoHasTheSameAlreadyGetsNoBody) {
  auto first = text_answer(200, kJsonType, "body");
  tag_entity(asking(""), first);
  const auto tag = header(first, "ETag");
  const struct {
    std::string known;
    bool same;
  } kCases[] = {
      {tag, true},
      {"W/" + tag, true},
      {"\"x\", " + tag, true},
      {"\"x\",  W/" + tag + " , \"y\"", true},
      {"*", true},
      {"\"x\"", false},
      {tag.substr(1), false},
      {",", false},
  };
  for (const auto& c : kCases) {
    auto response = text_answer(200, kJsonType, "body");
    tag_entity(asking(c.known), response);
    EXPECT_EQ(response.status, c.same ? 304 : 200) << c.known;
    EXPECT_EQ(response.body.empty(), c.same) << c.known;
    EXPECT_EQ(header(response, "ETag"), tag);
  }
}

TEST(EntityTag, OnlySuccessfulReadsHaveOne) {
  auto failed = text_answer(404, kJsonType, "x");
  tag_entity(asking("*"), failed);
  EXPECT_EQ(failed.status, 404);
  EXPECT_EQ(header(failed, "ETag"), "");
  auto posted = text_answer(200, kJsonType, "x");
  tag_entity(asking("*", "POST"), posted);
  EXPECT_EQ(posted.status, 200);
  EXPECT_EQ(header(posted, "ETag"), "");
}

}  // namespace
}  // namespace hallway
