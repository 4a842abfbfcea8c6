#include "server/commands.h"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "server/config_options.h"
#include "server/demo_picture.h"
#include "server/media_files.h"
#include "storage/values/crypto.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CommandTable, EveryRowIsWhole) {
  std::set<std::string_view> names;
  for (const auto& command : commands()) {
    EXPECT_TRUE(names.insert(command.name).second) << command.name;
    EXPECT_FALSE(command.sentence.empty()) << command.name;
    const bool in_node = command.run != nullptr && command.print != nullptr;
    EXPECT_NE(in_node, command.run_here != nullptr) << command.name;
    std::set<std::string_view> keys;
    bool has_data = false;
    for (const auto& argument : command.arguments) {
      EXPECT_TRUE(keys.insert(argument.key).second) << command.name << " " << argument.key;
      has_data |= argument.key == "data" && argument.required;
    }
    if (in_node) {
      EXPECT_TRUE(has_data) << command.name;
    }
  }
  for (const auto* name : {"init",
                           "serve",
                           "demo",
                           "account add",
                           "account list",
                           "account show",
                           "account disable",
                           "account enable",
                           "account role",
                           "account password",
                           "token",
                           "partner add",
                           "partner list",
                           "partner show",
                           "partner remove",
                           "post",
                           "follow",
                           "timeline",
                           "config check",
                           "config show",
                           "backup",
                           "restore",
                           "verify",
                           "audit verify",
                           "audit list",
                           "audit export",
                           "status",
                           "doctor",
                           "account delete",
                           "actor block",
                           "actor unblock",
                           "actor list",
                           "token list",
                           "token revoke",
                           "why",
                           "completion",
                           "man"}) {
    EXPECT_NE(find_command(name), nullptr) << name;
  }
}

class CommandRun : public test::NodeTest {
 protected:
  Result<Json> run(std::string_view name, const Json& arguments) {
    clock_.advance(milliseconds(1));
    const auto* command = find_command(name);
    if (!command) return fail(Code::internal, "no command " + std::string(name));
    return command->run(*node_, arguments);
  }
  Json must(std::string_view name, const Json& arguments) {
    auto answer = run(name, arguments);
    EXPECT_TRUE(answer.ok()) << name << ": " << (answer.ok() ? "" : answer.error().what);
    return std::move(answer).value_or(Json::object());
  }
  Code refused(std::string_view name, const Json& arguments) {
    const auto answer = run(name, arguments);
    EXPECT_FALSE(answer.ok()) << name << " " << dump_json(arguments);
    return answer.ok() ? Code::internal : answer.error().code;
  }
};

TEST_F(CommandRun, AccountsAreAddedShownAndListed) {
  const auto added = must("account add", {{"name", "alice"},
                                          {"display_name", "Alice Ay"},
                                          {"bio", "Likes <b>bold</b> plans"},
                                          {"password", "correct horse battery"},
                                          {"skills", {"C++, LMDB", "tea"}}});
  EXPECT_EQ(added["handle"], "@alice@design.example");
  EXPECT_EQ(added["has_password"], true);
  EXPECT_EQ(dump_json(added).find("argon2"), std::string::npos);
  EXPECT_EQ(must("account show", {{"name", "@alice"}})["skills"], Json({"C++", "LMDB", "tea"}));
  must("account add", {{"name", "bob"}, {"role", "moderator"}});
  EXPECT_EQ(must("account list", Json::object())["accounts"].size(), 2u);
  EXPECT_THAT(find_command("account list")->print(must("account list", Json::object())),
              HasSubstr("bob\tmoderator\tactive\t@bob@design.example\n"));
}

TEST_F(CommandRun, AccountsThatCannotBeAreRefused) {
  must("account add", {{"name", "alice"}});
  EXPECT_EQ(refused("account add", {{"name", "ALICE"}}), Code::conflict);
  EXPECT_EQ(refused("account add", {{"name", "a b"}}), Code::invalid);
  EXPECT_EQ(refused("account add", {{"name", "inbox"}}), Code::invalid);
  EXPECT_EQ(refused("account add", {{"name", "bob"}, {"role", "king"}}), Code::invalid);
  EXPECT_EQ(refused("account add", {{"name", "bob"}, {"password", "short"}}), Code::invalid);
  EXPECT_EQ(refused("account add", Json::object()), Code::invalid);
  EXPECT_EQ(refused("account show", {{"name", "nobody"}}), Code::not_found);
  EXPECT_EQ(refused("account role", {{"name", "nobody"}, {"role", "admin"}}), Code::not_found);
}

TEST_F(CommandRun, DisablingTakesTokensAway) {
  must("account add", {{"name", "alice"}});
  const auto token = must("token", {{"name", "alice"}, {"scopes", "read write"}})["token"];
  const auto& secret = token.get_ref<const std::string&>();
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", secret).status, 200);
  must("account disable", {{"name", "alice"}});
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", secret).status, 401);
  EXPECT_EQ(refused("token", {{"name", "alice"}}), Code::forbidden);
  EXPECT_EQ(refused("post", {{"as", "alice"}, {"text", "hello"}}), Code::forbidden);
  must("account enable", {{"name", "alice"}});
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", secret).status, 401);
  must("token", {{"name", "alice"}});
}

TEST_F(CommandRun, ScopesMustBeKnown) {
  must("account add", {{"name", "alice"}});
  EXPECT_EQ(must("token", {{"name", "alice"},
                           {"scopes", "read  write:statuses follow push admin"}})["scopes"],
            "read write:statuses follow push admin");
  EXPECT_EQ(refused("token", {{"name", "alice"}, {"scopes", "everything"}}), Code::invalid);
  EXPECT_EQ(refused("token", {{"name", "alice"}, {"scopes", " "}}), Code::invalid);
}

TEST_F(CommandRun, ADeletedAccountIsGoneWithItsTokens) {
  must("account add", {{"name", "alice"}});
  const auto secret = must("token", {{"name", "alice"}})["token"].get<std::string>();
  const auto gone = must("account delete", {{"name", "alice"}});
  EXPECT_EQ(gone["handle"], "@alice@design.example");
  EXPECT_EQ(find_command("account delete")->print(gone),
            "Deleted @alice@design.example; 0 inboxes elsewhere are being told");
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", secret).status, 401);
  EXPECT_EQ(refused("account show", {{"name", "alice"}}), Code::not_found);
  EXPECT_EQ(refused("account delete", {{"name", "alice"}}), Code::not_found);
  EXPECT_EQ(refused("account add", {{"name", "alice"}}), Code::conflict);
}

TEST_F(CommandRun, WithoutAPasswordALinkIsPrinted) {
  must("account add", {{"name", "alice"}});
  const auto link = must("account password", {{"name", "alice"}})["link"].get<std::string>();
  EXPECT_THAT(link, testing::StartsWith("https://design.example/reset/"));
  EXPECT_EQ(get(link.substr(std::string("https://design.example").size())).status, 200);
  must("account disable", {{"name", "alice"}});
  EXPECT_EQ(refused("account password", {{"name", "alice"}}), Code::forbidden);
}

TEST_F(CommandRun, TokensAreListedByWhatOpensNothingAndRevokedByIt) {
  must("account add", {{"name", "alice"}});
  must("account add", {{"name", "bob"}});
  const auto secret =
      must("token", {{"name", "alice"}, {"scopes", "read write"}})["token"].get<std::string>();
  must("token", {{"name", "bob"}});
  EXPECT_EQ(must("token list", Json::object())["tokens"].size(), 2u);
  const auto of_alice = must("token list", {{"name", "alice"}});
  ASSERT_EQ(of_alice["tokens"].size(), 1u);
  const auto id = of_alice["tokens"][0]["id"].get<std::string>();
  EXPECT_EQ(of_alice["tokens"][0]["scopes"], "read write");
  EXPECT_THAT(find_command("token list")->print(of_alice), HasSubstr("never used"));
  EXPECT_THAT(dump_json(of_alice), testing::Not(HasSubstr(secret)));
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", id).status, 401);
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", secret).status, 200);
  node_->writer().drain();
  EXPECT_THAT(find_command("token list")->print(must("token list", {{"name", "alice"}})),
              HasSubstr("\tused 20"));
  EXPECT_EQ(refused("token revoke", {{"id", "0"}}), Code::invalid);
  EXPECT_EQ(refused("token revoke", {{"id", "0123456789abcdef"}}), Code::not_found);
  EXPECT_EQ(must("token revoke", {{"id", id.substr(0, 8)}})["account"], "alice");
  EXPECT_EQ(call("GET", "/api/v1/accounts/verify_credentials", secret).status, 401);
  EXPECT_EQ(must("token list", Json::object())["tokens"].size(), 1u);
  EXPECT_EQ(refused("token list", {{"name", "nobody"}}), Code::not_found);
}

TEST_F(CommandRun, WhyTellsWhatBecameOfAPostAndWhatWasRefused) {
  must("account add", {{"name", "alice"}});
  const auto made = must("post", {{"as", "alice"}, {"text", "Hello"}, {"label", "department"}});
  for (const auto& what : {made["iri"], made["id"]}) {
    const auto why = must("why", {{"object", what}, {"domain", "acme.example"}});
    EXPECT_EQ(why["allowed"], false);
    EXPECT_EQ(why["why"], "the label does not reach that far");
    EXPECT_THAT(find_command("why")->print(why), HasSubstr("may not go to acme.example"));
  }
  EXPECT_EQ(refused("why", {{"object", "https://design.example/x"}, {"domain", "acme.example"}}),
            Code::not_found);
  EXPECT_EQ(refused("why", {{"object", made["iri"]}, {"domain", "a b"}}), Code::invalid);
  EXPECT_EQ(refused("why", {{"object", made["iri"]}}), Code::invalid);
  EXPECT_EQ(refused("why", Json::object()), Code::invalid);
  EXPECT_THAT(find_command("why")->print(must("why", {{"inbound", "acme.example"}})),
              HasSubstr("Nothing from acme.example was refused"));
  const auto answer = node_->handle(
      request("POST", "/inbox", {{"Content-Type", "application/activity+json"}}, "{}"));
  EXPECT_EQ(answer.status, 401);
  const auto refusals = must("why", {{"inbound", "unsigned"}});
  ASSERT_EQ(refusals["refused"].size(), 1u);
  EXPECT_EQ(refusals["refused"][0]["code"], "unauthenticated");
}

TEST_F(CommandRun, APartnersLineSaysHowItIs) {
  must("account add", {{"name", "alice"}});
  must("partner add", {{"domain", "acme.example"}, {"relation", "partner"}});
  const auto& print = find_command("partner list")->print;
  EXPECT_THAT(print(must("partner list", Json::object())),
              HasSubstr("acme.example\tpartner\t\tnothing delivered yet\t0 queued\t0 failures\n"));
  const auto bob = stranger("bob", "acme.example");
  EXPECT_EQ(must("follow", {{"as", "alice"}, {"handle", "@bob@acme.example"}})["state"], "pending");
  node_->run_due();
  node_->writer().drain();
  const auto shown = must("partner show", {{"domain", "acme.example"}});
  EXPECT_EQ(shown["queued"], 1);
  EXPECT_EQ(shown["failures"], 1);
  EXPECT_THAT(print(must("partner list", Json::object())), HasSubstr("\tdown since 20"));
}

TEST_F(CommandRun, PartnersAreSetAndForgotten) {
  const auto set = must("partner add", {{"domain", "ACME.example"},
                                        {"relation", "partner"},
                                        {"permits", {"10.20.0.0/16", "10.30.0.1"}}});
  EXPECT_EQ(set["domain"], "acme.example");
  EXPECT_EQ(set["permits"], Json({"10.20.0.0/16", "10.30.0.1/32"}));
  const auto asked = [&](const char* relation, const Json& experts) {
    const auto now = must(
        "partner add", {{"domain", "acme.example"}, {"relation", relation}, {"experts", experts}});
    return std::pair(now["asks_experts"].get<bool>(), now["answers_experts"].get<bool>());
  };
  EXPECT_EQ(asked("sibling", nullptr), std::pair(true, true));
  EXPECT_EQ(asked("partner", nullptr), std::pair(false, false));
  EXPECT_EQ(asked("partner", "both"), std::pair(true, true));
  EXPECT_EQ(asked("partner", "ask"), std::pair(true, false));
  EXPECT_EQ(asked("sibling", "answer"), std::pair(false, true));
  EXPECT_EQ(asked("public", "both"), std::pair(false, false));
  EXPECT_EQ(refused("partner add",
                    {{"domain", "acme.example"}, {"relation", "partner"}, {"experts", "some"}}),
            Code::invalid);
  must("partner add", {{"domain", "acme.example"}, {"relation", "sibling"}});
  const auto shown = must("partner show", {{"domain", "acme.example"}});
  EXPECT_EQ(shown["relation"], "sibling");
  EXPECT_TRUE(shown["permits"].empty()) << "said anew, all of it";
  EXPECT_EQ(must("partner list", Json::object())["partners"].size(), 1u);
  must("partner remove", {{"domain", "acme.example"}});
  EXPECT_TRUE(must("partner list", Json::object())["partners"].empty());
  EXPECT_EQ(refused("partner show", {{"domain", "acme.example"}}), Code::not_found);
  EXPECT_EQ(refused("partner remove", {{"domain", "acme.example"}}), Code::not_found);
}

TEST_F(CommandRun, PartnersThatCannotBeAreRefused) {
  EXPECT_EQ(refused("partner add", {{"domain", "design.example"}, {"relation", "partner"}}),
            Code::invalid);
  EXPECT_EQ(refused("partner add", {{"domain", "a b"}, {"relation", "partner"}}), Code::invalid);
  EXPECT_EQ(refused("partner add", {{"domain", "acme.example"}, {"relation", "friend"}}),
            Code::invalid);
  EXPECT_EQ(refused("partner add",
                    {{"domain", "acme.example"}, {"relation", "partner"}, {"permits", {"ten"}}}),
            Code::invalid);
}

TEST_F(CommandRun, PostFollowAndTimelineWorkTogether) {
  must("account add", {{"name", "alice"}});
  must("account add", {{"name", "bob"}});
  EXPECT_EQ(must("follow", {{"as", "alice"}, {"handle", "@bob"}})["state"], "accepted");
  const auto first = must("post", {{"as", "bob"}, {"text", "Hello <all>"}, {"cw", "greeting"}});
  must("post", {{"as", "bob"},
                {"text", "@alice and more"},
                {"reply_to", first["iri"]},
                {"visibility", "direct"}});
  must("post", {{"as", "bob"}, {"text", "only us"}, {"label", "department"}});
  const auto items = must("timeline", {{"as", "alice"}})["items"];
  ASSERT_EQ(items.size(), 3u);
  EXPECT_EQ(items[0]["label"], "department");
  EXPECT_EQ(items[1]["visibility"], "direct");
  EXPECT_EQ(items[1]["in_reply_to"], first["iri"]);
  EXPECT_EQ(items[2]["text"], "Hello <all>");
  EXPECT_EQ(items[2]["content_warning"], "greeting");
  must("like", {{"as", "alice"}, {"post", first["iri"]}});
  must("boost", {{"as", "alice"}, {"post", first["id"]}});
  EXPECT_THAT(find_command("timeline")->print(must("timeline", {{"as", "alice"}})),
              HasSubstr("[greeting]"));
}

TEST_F(CommandRun, PostsThatCannotBeAreRefused) {
  must("account add", {{"name", "alice"}});
  EXPECT_EQ(refused("post", {{"as", "nobody"}, {"text", "x"}}), Code::not_found);
  EXPECT_EQ(refused("post", {{"as", "alice"}, {"text", ""}}), Code::invalid);
  EXPECT_EQ(refused("post", {{"as", "alice"}, {"text", "x"}, {"visibility", "some"}}),
            Code::invalid);
  EXPECT_EQ(refused("post", {{"as", "alice"}, {"text", "x"}, {"label", "secret"}}), Code::invalid);
  EXPECT_EQ(refused("post", {{"as", "alice"}, {"text", "x"}, {"reply_to", "17"}}), Code::not_found);
  EXPECT_EQ(refused("post", {{"as", "alice"}, {"text", "x"}, {"reply_to", "that one"}}),
            Code::invalid);
  EXPECT_EQ(refused("follow", {{"as", "alice"}, {"handle", "@alice"}}), Code::invalid);
  EXPECT_EQ(refused("timeline", {{"as", "alice"}, {"limit", 0}}), Code::invalid);
}

TEST_F(CommandRun, PicturesTravelWithTheirWordsAndAreServedAsImagesOnly) {
  must("account add", {{"name", "alice"}});
  const auto png = demo::draw_picture("hills");
  const auto made = must(
      "post",
      {{"as", "alice"}, {"text", "Look"}, {"image_bytes", base64(png)}, {"alt", "Blue hills"}});
  Post kept;
  {
    const auto txn = node_->read();
    kept = *find_post(*txn, Iri::parse(made["iri"].get_ref<const std::string&>()).value_or(Iri()));
  }
  ASSERT_EQ(kept.attachments.size(), 1u);
  const auto& picture = kept.attachments.front();
  EXPECT_EQ(picture.name, "Blue hills");
  EXPECT_EQ(picture.width, 720u);
  EXPECT_EQ(picture.height, 400u);
  const auto served = get(std::string(picture.url.path()));
  EXPECT_EQ(served.status, 200);
  EXPECT_EQ(served.body, png);
  EXPECT_EQ(header(served, "Content-Type"), "image/png");
  EXPECT_EQ(header(served, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(header(served, "Content-Security-Policy"), "default-src 'none'; sandbox");
}

TEST_F(CommandRun, OnlyPicturesAreKeptAndOnlyTheirNamesAreFound) {
  const auto page = std::string("<html><script>alert(1)</script>") + std::string(100, ' ');
  EXPECT_EQ(keep_picture(*node_, page, "").error().code, Code::invalid);
  EXPECT_EQ(keep_picture(*node_, "", "").error().code, Code::invalid);
  EXPECT_EQ(keep_picture(*node_, std::string(3 << 20, 'x'), "").error().code, Code::too_large);
  auto wide = demo::draw_picture("palette");
  wide[16] = '\x7f';
  EXPECT_EQ(keep_picture(*node_, wide, "").error().code, Code::invalid);
  for (const auto* name : {"/media/..%2Fhallway.toml", "/media/%2e%2e", "/media/x.png",
                           "/media/..%2F..%2Fetc%2Fpasswd"}) {
    EXPECT_EQ(get(name).status, 404) << name;
  }
}

TEST_F(CommandRun, ActivityTellsWhatHappenedInOrder) {
  must("account add", {{"name", "alice"}, {"password", "correct horse battery"}});
  must("account password", {{"name", "alice"}, {"password", "another horse battery"}});
  must("post", {{"as", "alice"}, {"text", "Hello"}});
  const auto answer = must("activity", Json::object());
  std::vector<std::string> types;
  for (const auto& entry : answer["entries"]) types.push_back(entry["type"]);
  EXPECT_THAT(types, ElementsAre("AddAccount", "SetPassword", "Create"));
  EXPECT_EQ(answer["entries"][2]["text"], "Hello");
  EXPECT_EQ(must("activity", {{"after", answer["last"]}})["entries"].size(), 0u);
  const auto txn = node_->read();
  for (uint64_t seq = 1; seq <= 3; ++seq) {
    EXPECT_EQ(find_payload(*txn, seq)->find("horse"), std::string::npos) << "no secret in the log";
  }
}

TEST(ConfigText, ShowsEveryOptionInAFormThatCanBeReadAgain) {
  Config config;
  config.node.domain = Domain::parse("social.example.org").value_or(Domain());
  const auto text = config_text(config);
  for (const auto& option : options()) {
    EXPECT_THAT(text, HasSubstr("\n" + std::string(option.key) + " = ")) << option.name();
  }
  EXPECT_THAT(text, HasSubstr("domain = \"social.example.org\"\n"));
}

}  // namespace
}  // namespace hallway
