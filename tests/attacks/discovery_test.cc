// Attacks 21 and 22: handles and host names that are not what they seem. Alice types them into her
// search field.

#include "storage/peers.h"
#include "tests/attacks/attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;
using testing::Le;

class NameAttack : public Attack {
 protected:
  // The ids of the accounts that Alice finds.
  [[nodiscard]] std::vector<std::string> found(const std::string& text) const {
    std::vector<std::string> ids;
    const auto hits = victim_.search(text);
    for (const auto& account : hits.at("accounts")) {
      ids.emplace_back(find_string(account, "uri").value_or(""));
    }
    return ids;
  }
  // Nobody is found by `text`, and nothing is stored.
  void finds_nobody(const std::string& text) {
    const auto before = victim_.stored();
    EXPECT_THAT(found(text), IsEmpty());
    EXPECT_THAT(victim_.changes(before), IsEmpty());
  }
  [[nodiscard]] std::optional<Actor> holder(const std::string& name, const std::string& domain) {
    return find_actor_by_handle(victim_.node().read().value(), name, domain);
  }
};

using Attack21 = NameAttack;
using Attack22 = NameAttack;

// --- 21: WebFinger

TEST_F(Attack21, ADomainDoesNotNameAnothersActorAsItsOwn) {
  const auto carol = good_.put_person("carol");
  evil_.put_webfinger("ceo@" + evil_.domain(), "ceo@" + evil_.domain(), carol.iri);
  finds_nobody("@ceo@" + evil_.domain());
  EXPECT_FALSE(holder("ceo", evil_.domain()).has_value());
}

TEST_F(Attack21, AnActorDoesNotTakeAHandleThatItsDomainGivesToAnother) {
  const auto carol = good_.put_person("carol", test_key(KeyType::rsa, 1));
  const auto mallory = evil_.put_person("mallory");
  for (const bool known : {false, true}) {
    SCOPED_TRACE(known ? "Carol is known" : "Carol is unknown");
    if (known) {
      EXPECT_EQ(found("@carol@" + good_.domain()), std::vector{carol.iri});
    }
    for (const auto& subject : {"carol@" + good_.domain(), "nobody@" + good_.domain(),
                                "alice@" + victim_.domain(), "CAROL@" + good_.domain()}) {
      SCOPED_TRACE(subject);
      evil_.put_webfinger("mallory@" + evil_.domain(), subject, mallory.iri);
      finds_nobody("@mallory@" + evil_.domain());
    }
  }
  EXPECT_EQ(holder("carol", good_.domain())->iri.text(), carol.iri);
  EXPECT_EQ(holder("alice", victim_.domain())->iri.text(), victim_.alice());
}

TEST_F(Attack21, WhoPointsToAnotherFindsTheOtherUnderTheirOwnName) {
  const auto carol = good_.put_person("carol");
  const auto question = [](const std::string& handle) {
    return "/.well-known/webfinger?resource=" + percent_encode("acct:" + handle);
  };
  const auto ceo = "ceo@" + evil_.domain();
  evil_.redirect(question(ceo), good_.at(question("carol@" + good_.domain())));
  EXPECT_EQ(found("@" + ceo), std::vector{carol.iri});
  EXPECT_FALSE(holder("ceo", evil_.domain()).has_value());
  EXPECT_EQ(holder("carol", good_.domain())->iri.text(), carol.iri);
}

TEST_F(Attack21, ARedirectFollowedByAnotherActorLeadsNowhere) {
  const auto carol = good_.put_person("carol");
  Host other("127.0.54.3");
  const auto ceo = "ceo@" + evil_.domain();
  const auto question = "/.well-known/webfinger?resource=" + percent_encode("acct:" + ceo);
  evil_.redirect(question, other.at(question));
  other.put_webfinger(ceo, ceo, evil_.at("/users/ceo"));
  // The address it names gives an actor with another id.
  evil_.put("/users/ceo", person_json(carol.iri, "ceo", test_key(KeyType::rsa).public_key()));
  finds_nobody("@" + ceo);
  evil_.redirect("/users/ceo", carol.iri);
  finds_nobody("@" + ceo);
  // And one whose own host says so, but not for this handle.
  evil_.put("/users/ceo",
            person_json(evil_.at("/users/x"), "x", test_key(KeyType::rsa).public_key()));
  evil_.put("/users/x",
            person_json(evil_.at("/users/x"), "x", test_key(KeyType::rsa).public_key()));
  finds_nobody("@" + ceo);
}

TEST_F(Attack21, NobodyNamesOurPeople) {
  const auto mallory = evil_.put_person("alice");
  evil_.put_webfinger("alice@" + evil_.domain(), "alice@" + victim_.domain(), victim_.alice());
  finds_nobody("@alice@" + evil_.domain());
  evil_.forget();
  EXPECT_EQ(found("@alice@" + victim_.domain()), std::vector{victim_.alice()});
  finds_nobody("@mallory@" + victim_.domain());
  EXPECT_EQ(evil_.asked(), 0U);
}

TEST_F(Attack21, AnAnswerThatIsNoneLeadsNowhere) {
  const auto mallory = evil_.put_person("mallory");
  const auto handle = "mallory@" + evil_.domain();
  const auto question = "/.well-known/webfinger?resource=" + percent_encode("acct:" + handle);
  const auto link = [&](const Json& href, const Json& type = kActivityJson) {
    return Json{{"subject", "acct:" + handle},
                {"links", Json::array({{{"rel", "self"}, {"type", type}, {"href", href}}})}};
  };
  for (const Json& answer :
       {Json(nullptr), Json(5), Json("text"), Json::array({mallory.iri}), Json::object(),
        Json{{"links", 5}}, Json{{"links", {5, "text", nullptr}}}, link(nullptr), link(5),
        link("data:application/activity+json,{}"), link("javascript:alert(1)"),
        link("//" + evil_.domain() + "/users/mallory"), link(mallory.iri, "text/html"),
        link(mallory.iri, 5), link("http://x@" + evil_.domain() + "/users/mallory")}) {
    SCOPED_TRACE(dump_json(answer));
    evil_.put(question, answer, "application/jrd+json");
    finds_nobody("@" + handle);
  }
  evil_.put(question, Response{.headers = {{"Content-Type", "application/jrd+json"}},
                               .body = "{\"subject\":"});
  finds_nobody("@" + handle);
}

TEST_F(Attack21, AWholeLookUpAsksAHostAFewTimesOnly) {
  const auto carol = good_.put_person("carol");
  evil_.put_webfinger("ceo@" + evil_.domain(), "carol@" + good_.domain(), evil_.at("/users/ceo"));
  evil_.put("/users/ceo",
            person_json(evil_.at("/users/ceo"), "ceo", test_key(KeyType::rsa).public_key()));
  finds_nobody("@ceo@" + evil_.domain());
  EXPECT_THAT(evil_.asked(), Le(4U));
  EXPECT_THAT(good_.asked(), Le(2U));
}

// --- 22: host names

TEST_F(Attack22, ASpellingOfAHostIsNoOtherHost) {
  Host ascii("127.0.54.3", "evil.test"), idn("127.0.54.4", "xn--bcher-kva.test");
  const auto check = [&](Host& host, const std::vector<std::string>& spellings) {
    const auto port = ":" + std::to_string(host.port());
    const auto mallory = host.put_person("mallory");
    const auto before = victim_.stored();
    for (const auto& spelling : spellings) {
      SCOPED_TRACE(spelling);
      EXPECT_EQ(found("@mallory@" + spelling + port), std::vector{mallory.iri});
    }
    EXPECT_EQ(victim_.stored().at("actors"), before.at("actors") + 1);
    EXPECT_EQ(host.asked("/users/mallory"), 1U);
  };
  check(ascii,
        {"evil.test", "EVIL.TEST", "evil.test.", "ｅｖｉｌ.test", "evil。test", "Evil．Test."});
  check(idn, {"xn--bcher-kva.test", "bücher.test", "BÜCHER.test", "XN--BCHER-KVA.TEST",
              "bu\u0308cher.test", "ｂücher。test"});
}

TEST_F(Attack22, ALookalikeIsAnotherHost) {
  Host bank("127.0.54.3", "bank.test");
  bank.put_person("carol");
  const auto port = ":" + std::to_string(bank.port());
  // A Cyrillic а, a dotless ı, a zero-width joiner, a soft hyphen, a full stop more.
  for (const auto* host : {"b\u0430nk.test", "bank.t\u0435st", "ban\u200dk.test", "bank.test.evil",
                           "bank.test..", ".bank.test", "bank..test", "-bank.test"}) {
    SCOPED_TRACE(host);
    finds_nobody("@carol@" + std::string(host) + port);
  }
  EXPECT_EQ(bank.asked(), 0U);
}

TEST_F(Attack22, ABlockedHostIsBlockedInEverySpelling) {
  Host host("127.0.54.3", "blocked.test");
  const auto mallory = host.put_person("mallory");
  victim_.meet(mallory);
  const auto blocked = victim_.node().writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto peer = TRY(meet_peer(txn, domain(host.domain()), victim_.node().now()));
    peer.relation = Relation::blocked;
    return put_peer(txn, peer);
  });
  ASSERT_TRUE(blocked.ok());
  host.forget();
  const auto port = ":" + std::to_string(host.port());
  for (const auto* spelling : {"blocked.test", "BLOCKED.test", "blocked.test.", "ｂlocked.test",
                               "blocked。test", "Blocked.Test."}) {
    SCOPED_TRACE(spelling);
    const auto other = "http://" + std::string(spelling) + port + "/users/mallory";
    auto stranger = mallory;
    stranger.iri = other;
    // As the header carries it: what is not ASCII cannot stand there.
    if (std::string_view(spelling).find_first_of("\xe3\xef") == std::string_view::npos) {
      stranger.sign.key_id = key_id_of(other);
    }
    refused(victim_.post(activity_by(stranger, "Follow", victim_.alice()), stranger), 403,
            "blocked");
    finds_nobody("@fresh@" + std::string(spelling) + port);
    finds_nobody("http://" + std::string(spelling) + port + "/users/fresh");
  }
  EXPECT_EQ(host.asked(), 0U);
}

TEST_F(Attack22, WhoIsHiddenInAnAddressIsNotAsked) {
  const auto mallory = evil_.put_person("mallory");
  evil_.forget();
  outside::forget();
  const auto& evil = evil_.domain();
  const auto port = ":" + std::to_string(evil_.port());
  for (const std::string& address : std::vector<std::string>{
           "http://good.test@" + evil + "/users/mallory", "http://" + evil + "\\@good.test/users/m",
           "http://good.test%2f@" + evil + "/users/m",
           "http://good.test\\" + evil + "/users/mallory", "http://good.test\t@" + evil + "/",
           "http://127.0.54.2\u2044.good.test" + port + "/",
           "http://127.0.54.2\uff0fx.test" + port + "/", "http://good.test\uff20" + evil + "/",
           "http://2130720258" + port + "/users/mallory",
           "http://127.54.2" + port + "/users/mallory",
           "http://0x7f.0.0x36.2" + port + "/users/mallory", "http://" + evil + ":80/users/mallory",
           "http://127.0.54.2:99999/users/mallory", "http://127.0.54.2:-1/users/mallory",
           "http://127.0.54.2:/users/mallory", std::string("http://[127.0.54.2]/users/mallory"),
           std::string("http://127.0.54.2%00.good.test/"), "http:/" + evil + "/users/mallory",
           "http:" + evil + "/users/mallory"}) {
    SCOPED_TRACE(address);
    finds_nobody(address);
    auto request = victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory);
    std::string header(*request.headers.find("Signature"));
    header.replace(header.find(mallory.sign.key_id), mallory.sign.key_id.size(), address);
    request.headers.set("Signature", header);
    EXPECT_GE(victim_.send(request).status, 400);
  }
  for (const std::string& handle : std::vector<std::string>{
           "@mallory@good.test@" + evil, "@mallory@" + evil + "@good.test",
           "@mallory@" + evil + "/x", "@mallory@" + evil + "#x", "@mallory@" + evil + "?x",
           "@mallory@" + evil + ":1", "@mallory@good.test%40" + evil, "@../../x@" + evil}) {
    SCOPED_TRACE(handle);
    finds_nobody(handle);
  }
  EXPECT_EQ(evil_.asked("/users/mallory"), 0U);
}

TEST_F(Attack22, AnActorHasOneSpellingOfItself) {
  Host host("127.0.54.3", "evil.test");
  const auto port = ":" + std::to_string(host.port());
  const auto plain = host.at("/users/mallory");
  const auto loud = "http://EVIL.Test." + port + "/users/mallory";
  auto document = person_json(loud, "mallory", test_key(KeyType::rsa).public_key());
  host.put("/users/mallory", document);
  host.put_webfinger("mallory@" + host.domain(), "mallory@" + host.domain(), plain);
  const auto before = victim_.stored();
  // The key of one spelling does not speak for the other.
  const Stranger quiet{plain, {key_id_of(plain), test_key(KeyType::rsa)}};
  refused(victim_.post(activity_by(quiet, "Follow", victim_.alice()), quiet), 401, "does not list");
  const Stranger mallory{loud, {key_id_of(loud), test_key(KeyType::rsa)}};
  taken(victim_.post(activity_by(mallory, "Follow", victim_.alice()), mallory));
  const auto as_quiet = activity_by(mallory, "Follow", victim_.bob(), {{"actor", plain}});
  refused(victim_.post(as_quiet, mallory), 401, "proof");
  EXPECT_EQ(victim_.stored().at("actors"), before.at("actors") + 1);
}

}  // namespace
}  // namespace hallway::test
