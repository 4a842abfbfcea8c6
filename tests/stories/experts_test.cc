// "Who knows about the boiler?": asked at one node, answered by its sisters and a partner that
// agreed, and not by one that did not.

#include <gmock/gmock.h>

#include <sstream>

#include "storage/accounts.h"
#include "storage/log.h"
#include "storage/tokens.h"
#include "tests/support/world.h"

namespace hallway {
namespace {

using test::Town;
using test::World;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Experts : public testing::Test {
 protected:
  void SetUp() override {
    for (auto* town : {&sales_, &design_, &service_, &acme_, &rival_}) {
      for (int i = 0; i < 6; ++i)
        town->post(town->person("clerk" + std::to_string(i)), "Lunch is at noon");
    }
    agree(sales_, design_, Relation::sibling, ExpertConsent::by_relation);
    agree(sales_, service_, Relation::sibling, ExpertConsent::by_relation);
    agree(sales_, acme_, Relation::partner, ExpertConsent::both);
    agree(sales_, rival_, Relation::partner, ExpertConsent::both);
    agree(design_, sales_, Relation::sibling, ExpertConsent::by_relation);
    agree(service_, sales_, Relation::sibling, ExpertConsent::by_relation);
    agree(acme_, sales_, Relation::partner, ExpertConsent::answer);
    agree(rival_, sales_, Relation::partner, ExpertConsent::ask);  // but it does not answer
    token_ = token_of(sales_, sales_.person("alice"));
  }
  static void agree(Town& town, const Town& other, Relation relation, ExpertConsent consent) {
    const auto done = town.node().writer().apply([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, TRY(Domain::parse(other.domain())), town.node().now()));
      peer.relation = relation;
      peer.experts = consent;
      return put_peer(txn, peer);
    });
    ASSERT_TRUE(done.ok());
  }
  static std::string token_of(Town& town, const Actor& who) {
    const auto account = find_account_of(*town.node().read(), who.id);
    const auto put = town.node().writer().apply([&](WriteTxn& txn) {
      return put_token(txn, "secret",
                       {.account = account.value().id,
                        .kind = TokenKind::bearer,
                        .name = "test",
                        .scopes = "read",
                        .created = town.node().now()});
    });
    EXPECT_TRUE(put.ok());
    return "secret";
  }
  Response get(const std::string& path, const std::string& words) {
    for (auto* town : {&sales_, &design_, &service_, &acme_, &rival_}) {
      EXPECT_TRUE(town->node().indexer().catch_up().ok());
    }
    auto response = sales_.node().handle(
        Request{.method = "GET",
                .target = path + "?q=" + words,
                .path = path,
                .headers = {{"Authorization", "Bearer " + token_}, {"Host", "sales.example"}},
                .body = {},
                .host = "sales.example"});
    EXPECT_EQ(response.status, 200) << response.body;
    return response;
  }
  Json ask(const std::string& words) {
    return parse_json(get("/api/hallway/v1/experts", words).body).value();
  }
  // What a listener was told since the last time: the events by name, and who was found by then.
  struct Told {
    std::vector<std::string> events;
    std::vector<std::string> people;
    bool over = false;
  };
  static Told take(Stream& stream) {
    const auto taken = stream.pipe().take();
    Told told{.events = {}, .people = {}, .over = taken.closed};
    std::istringstream lines(taken.bytes);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("event: ")) told.events.push_back(line.substr(7));
      if (line.starts_with("data: ") && told.events.back() == "found") {
        told.people = names(parse_json(line.substr(6)).value());
      }
    }
    return told;
  }
  static std::vector<std::string> names(const Json& answer) {
    std::vector<std::string> names;
    for (const auto* one : find_list(answer, "people")) {
      names.emplace_back(find_string(*one, "acct").value_or(""));
    }
    return names;
  }
  static std::vector<std::string> states(const Json& answer) {
    std::vector<std::string> states;
    for (const auto* one : find_list(answer, "nodes")) {
      states.push_back(std::string(find_string(*one, "domain").value_or("")) + " " +
                       std::string(find_string(*one, "state").value_or("")));
    }
    return states;
  }
  static void write_much(Town& town, const Actor& who) {
    for (const auto* text : {"The boiler needs a valve", "How the boiler is vented",
                             "Boiler pressure in winter", "A spare boiler stands in the yard"}) {
      town.post(who, text);
    }
  }

  World world_;
  Town& sales_ = world_.town("sales.example");
  Town& design_ = world_.town("design.example");
  Town& service_ = world_.town("service.example");
  Town& acme_ = world_.town("acme.example");
  Town& rival_ = world_.town("rival.example");
  std::string token_;
};

TEST_F(Experts, SistersAndAPartnerAnswerAndAnotherPartnerDeclines) {
  write_much(service_, service_.person("sam"));
  write_much(rival_, rival_.person("ron"));
  design_.post(design_.person("dora"), "Who left the boiler on?");
  acme_.post(acme_.person("ann"), "Our boiler is new");
  const auto answer = ask("boiler%3F");
  EXPECT_THAT(states(answer), ElementsAre("sales.example answered", "acme.example answered",
                                          "design.example answered", "rival.example declined",
                                          "service.example answered"));
  const auto found = names(answer);
  EXPECT_EQ(found.front(), "sam@service.example");
  EXPECT_THAT(found, UnorderedElementsAre("sam@service.example", "dora@design.example",
                                          "ann@acme.example"));
  const auto& sam = answer["people"][0];
  EXPECT_EQ(sam["ask"], "@sam@service.example");
  EXPECT_EQ(sam["node"], "service.example");
  EXPECT_EQ(sam["account"], nullptr) << "nobody here has met him";
  EXPECT_EQ(sam["evidence"].size(), 3U);
  EXPECT_EQ(std::string(sam["evidence"][0]["url"]).rfind("https://service.example/", 0), 0U);
  EXPECT_EQ(sales_.stored_posts(), 6U) << "no post came here";
}

TEST_F(Experts, WhatStaysInADepartmentSpeaksForNobodyElsewhere) {
  const auto sam = service_.person("sam");
  service_.post(sam, NewPost{.text = "The merger with Contoso", .label = Label::department});
  EXPECT_THAT(names(ask("merger")), IsEmpty());
  acme_.post(acme_.person("ann"), NewPost{.text = "A merger?", .label = Label::organization});
  EXPECT_THAT(names(ask("the+merger")), IsEmpty()) << "a partner is told what reaches partners";
  service_.post(sam, NewPost{.text = "The merger again", .label = Label::organization});
  EXPECT_THAT(names(ask("merger+again")), ElementsAre("sam@service.example"));
}

TEST_F(Experts, ANodeThatIsDownOrLiesHoldsNobodyUp) {
  write_much(service_, service_.person("sam"));
  world_.net.trouble("design.example", {.down = true});
  world_.net.serve("https://acme.example", [](const Request& request) {
    const bool counts = request.body.find("\"counts\"") != std::string::npos;
    return Response{.status = 200,
                    .body = counts ? R"({"posts":1,"words_in_all":9,"words":[{"posts":9}]})"
                                   : R"({"people":[]})"};
  });
  const auto answer = ask("boiler");
  EXPECT_THAT(states(answer),
              ElementsAre("sales.example answered", "acme.example failed", "design.example failed",
                          "rival.example declined", "service.example answered"));
  EXPECT_THAT(names(answer), ElementsAre("sam@service.example"));
}

TEST_F(Experts, SomebodyElsesNamesAreDiscardedWithTheWholeAnswer) {
  write_much(service_, service_.person("sam"));
  world_.net.serve("https://acme.example", [](const Request& request) {
    const bool counts = request.body.find("\"counts\"") != std::string::npos;
    return Response{
        .status = 200,
        .body = counts
                    ? R"({"posts":9,"words_in_all":90,"words":[{"posts":1,"count":1}]})"
                    : R"({"people":[{"actor":"https://service.example/users/mallory","name":"m",)"
                      R"("written":1,"strengths":[9],"evidence":[]}]})"};
  });
  const auto answer = ask("boiler");
  EXPECT_THAT(names(answer), ElementsAre("sam@service.example"));
  EXPECT_EQ(states(answer)[1], "acme.example failed");
}

TEST_F(Experts, WhoAnswersAtGreatLengthDoesNotFillTheMemory) {
  world_.net.serve("https://acme.example", [](const Request&) {
    return Response{.status = 200,
                    .body = R"({"posts":9,"words_in_all":90,"words":[{"posts":0,"count":0}]})" +
                            std::string(100'000, ' ')};
  });
  const auto asked = [&](const std::string& word) {
    world_.net.forget_requests();
    ask(word);
    return world_.net.requests("acme.example");
  };
  EXPECT_EQ(asked("first"), 1U);
  EXPECT_EQ(asked("first"), 0U) << "it is kept";
  for (int i = 0; i < 100; ++i) EXPECT_EQ(asked("other" + std::to_string(i)), 1U);
  EXPECT_EQ(asked("other99"), 0U);
  EXPECT_EQ(asked("first"), 1U) << "of ten megabytes not all is kept";
}

TEST_F(Experts, WhatCameTooLateIsThereWhenSomebodyAsksAgain) {
  write_much(service_, service_.person("sam"));
  world_.net.trouble("service.example", {.hold = true});
  auto answer = ask("boiler");
  EXPECT_EQ(states(answer).back(), "service.example timed-out");
  EXPECT_THAT(names(answer), IsEmpty());
  world_.net.trouble("service.example", {});
  EXPECT_EQ(world_.net.release("service.example"), 1U);
  world_.net.forget_requests();
  answer = ask("boiler");
  EXPECT_THAT(names(answer), ElementsAre("sam@service.example"));
  EXPECT_EQ(world_.net.requests("service.example"), 1U) << "its counts were here by then";
  EXPECT_EQ(names(ask("boiler")).size(), 1U);
  EXPECT_EQ(world_.net.requests("service.example"), 1U) << "nobody asks twice within a minute";
  world_.clock.advance(minutes(2));
  ask("boiler");
  EXPECT_EQ(world_.net.requests("service.example"), 3U);
}

TEST_F(Experts, WhoListensIsToldWhenALateNodeAnswers) {
  write_much(service_, service_.person("sam"));
  design_.post(design_.person("dora"), "Who left the boiler on?");
  world_.net.trouble("service.example", {.hold = true});
  const auto stream = get("/api/hallway/v1/experts/stream", "boiler").stream;
  ASSERT_NE(stream, nullptr);
  auto told = take(*stream);
  EXPECT_THAT(told.events, ElementsAre("found"));
  EXPECT_THAT(told.people, ElementsAre("dora@design.example"));
  EXPECT_FALSE(told.over);
  EXPECT_EQ(sales_.node().late_experts().run(), 0U) << "nothing came yet";

  world_.net.trouble("service.example", {});
  EXPECT_EQ(world_.net.release("service.example"), 1U);
  EXPECT_EQ(sales_.node().late_experts().run(), 1U);
  told = take(*stream);
  EXPECT_THAT(told.events, ElementsAre("found", "end"));
  EXPECT_THAT(told.people, ElementsAre("sam@service.example", "dora@design.example"));
  EXPECT_TRUE(told.over);
}

TEST_F(Experts, WhoListensIsLetGoAfterFiveSecondsAndAtOnceWhenAllHaveAnswered) {
  auto stream = get("/api/hallway/v1/experts/stream", "boiler").stream;
  EXPECT_THAT(take(*stream).events, ElementsAre("found", "end"));
  EXPECT_EQ(sales_.node().late_experts().next_due(), std::nullopt);

  world_.net.trouble("service.example", {.hold = true});
  stream = get("/api/hallway/v1/experts/stream", "boiler+pressure").stream;
  EXPECT_THAT(take(*stream).events, ElementsAre("found"));
  world_.clock.advance(seconds(4));
  EXPECT_EQ(sales_.node().late_experts().run(), 0U);
  world_.clock.advance(seconds(1));
  EXPECT_EQ(sales_.node().late_experts().run(), 1U);
  EXPECT_THAT(take(*stream).events, ElementsAre("end"));
  EXPECT_EQ(sales_.node().late_experts().next_due(), std::nullopt);
  EXPECT_EQ(world_.net.release("service.example"), 1U) << "whom nobody waits for any more";
}

TEST_F(Experts, ThatAnotherNodeAskedIsInTheLogOfTheOneThatNamesItsPeople) {
  write_much(service_, service_.person("sam"));
  ask("boiler");
  const auto txn = service_.node().read();
  const auto entry = last_log(*txn);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->type, "AskExperts");
  EXPECT_EQ(Iri::parse(entry->actor)->host(), "sales.example");
  EXPECT_THAT(find_payload(*txn, entry->seq).value(), testing::HasSubstr("\"boiler\""));
  EXPECT_TRUE(verify_log(*txn).ok());
  EXPECT_NE(last_log(*rival_.node().read())->type, "AskExperts") << "it named nobody";
}

}  // namespace
}  // namespace hallway
