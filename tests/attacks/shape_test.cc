// Attack 23: values of a type that nobody expects, in activities that are signed as they should be.

#include "storage/reactions.h"
#include "tests/attacks/attack.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

class Attack23 : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    for (const auto& stranger : {mallory_, carol_}) victim_.meet(stranger);
    evil_.forget();
    good_.forget();
  }
  // Nothing that is said in a body sends the node out.
  void TearDown() override {
    EXPECT_LE(evil_.asked() + good_.asked(), asked_at_most_);
    Attack::TearDown();
  }

  [[nodiscard]] OutboundRequest with_body(const std::string& body) const {
    return victim_.post_bytes(body, mallory_);
  }
  [[nodiscard]] OutboundRequest follow_with(const Json& more) const {
    return victim_.post(activity_by(mallory_, "Follow", victim_.alice(), more), mallory_);
  }
  [[nodiscard]] Json note(const std::string& path, const Json& more = Json::object()) const {
    auto made = note_by(mallory_, evil_.at(path), {{"cc", Json::array({victim_.alice()})}});
    made.update(more);
    return made;
  }
  OutboundRequest created(const Json& object) const {
    return victim_.post(activity_by(mallory_, "Create", object), mallory_);
  }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Stranger carol_ = good_.put_person("carol", test_key(KeyType::rsa, 1));
  size_t asked_at_most_ = 0;
};

Json nested(int depth) {
  Json value = "deep";
  for (int i = 0; i < depth; ++i) value = Json::array({value});
  return value;
}

const std::vector<Json>& oddities() {
  static const std::vector<Json> all = {
      true,
      0,
      -1.5e300,
      "",
      "text",
      Json::array(),
      Json::object(),
      Json::array({nullptr, 5, true}),
      Json{{"id", 5}},
      Json{{"id", nullptr}, {"type", nullptr}},
      Json{{"type", Json::array({5})}},
      Json{{"@id", "x"}, {"@type", "y"}, {"@graph", Json::array()}},
      "data:application/json,{}",
      "bear:?t=token&u=http://x/",
      "javascript:alert(1)",
      nested(40)};
  return all;
}

TEST_F(Attack23, ABodyThatIsNoObjectIsRefused) {
  for (const auto* body :
       {"null", "true", "5", "\"Follow\"", "[]", "[{}]", "[{\"type\":\"Follow\"}]"}) {
    SCOPED_TRACE(body);
    refused(with_body(body), 400, "a JSON object");
  }
  for (const auto* body : {"", "{", "{}{}", "{\"type\":}", "\xff\xfe{\0}\0", "NaN", "{\"a\":1,}",
                           "{'type':'Follow'}", "// {}\n{}", "<xml/>"}) {
    SCOPED_TRACE(body);
    refused(with_body(body), 400, "reason=");
  }
  refused(with_body(std::string("{}\0", 3)), 400, "reason=");
  refused(with_body(std::string(60'000, '[')), 413, "reason=");
}

TEST_F(Attack23, AMemberThatStandsTwiceIsRefused) {
  const auto good = dump_json(activity_by(mallory_, "Follow", victim_.alice()));
  const auto rest = good.substr(1);
  for (const std::string& more :
       std::vector<std::string>{"\"actor\":\"" + carol_.iri + "\",", "\"type\":\"Delete\",",
                                "\"\\u0061ctor\":\"" + carol_.iri + "\","}) {
    SCOPED_TRACE(more);
    refused(with_body("{" + more + rest), 400, "reason=");
    refused(
        with_body(good.substr(0, good.size() - 1) + "," + more.substr(0, more.size() - 1) + "}"),
        400, "reason=");
  }
}

TEST_F(Attack23, AnActivityOfNoTypeIsRefused) {
  for (const Json& type :
       {Json(nullptr), Json(5), Json(true), Json(""), Json::array(), Json::array({5, nullptr}),
        Json::object(), Json{{"id", "Follow"}}, Json::array({Json::array({"Follow"})})}) {
    SCOPED_TRACE(dump_json(type));
    refused(follow_with({{"type", type}}), 400, "no type");
  }
}

TEST_F(Attack23, OfSeveralTypesOneIsDone) {
  taken(follow_with({{"type", Json::array({"https://example.org/Strange", 5, "Follow"})}}));
  EXPECT_EQ(victim_.stored().at("follows"), 1U);
  ASSERT_TRUE(victim_.settle());
  // The first that is known: a Delete of something unknown, and no Create beside it.
  const auto both = activity_by(mallory_, "Delete", note("/notes/1"),
                                {{"type", Json::array({"Delete", "Create"})}});
  ignored(victim_.post(both, mallory_), "deletes nothing");
  EXPECT_FALSE(victim_.find_post(evil_.at("/notes/1")).has_value());
  asked_at_most_ = 1;  // the Accept
}

TEST_F(Attack23, AnIdThatIsNoAddressIsRefused) {
  for (const Json& id :
       {Json(5), Json(true), Json(""), Json("1"), Json("data:,x"), Json("bear:?t=x&u=http://x/"),
        Json("javascript:alert(1)"), Json("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        Json("tag:x,2026:1"), Json("acct:mallory@" + evil_.domain()), Json("/activities/1"),
        Json::array(), Json::object(), Json{{"id", 5}}, Json("http://"),
        Json("http://x@" + evil_.domain() + "/1"), Json(evil_.at("/") + std::string(4'000, 'x'))}) {
    SCOPED_TRACE(dump_json(id).substr(0, 100));
    refused(follow_with({{"id", id}}), 400, "id");
  }
}

// Transient activities have no id (ActivityPub §3.1), but what must be answered needs one.
TEST_F(Attack23, WithoutAnIdNothingIsDoneThatNeedsOne) {
  const auto nameless = [&](const Json& activity) {
    OutboundRequest request = with_body(dump_json(activity));
    return request;
  };
  for (const bool null : {true, false}) {
    auto follow = activity_by(mallory_, "Follow", victim_.alice());
    follow["id"] = nullptr;
    if (!null) follow.erase("id");
    refused(nameless(follow), 400, "no id");
    follow["type"] = "Announce";
    refused(nameless(follow), 400, "no id");
  }
}

TEST_F(Attack23, AnActorThatIsNoAddressIsRefused) {
  for (const Json& actor : oddities()) {
    SCOPED_TRACE(dump_json(actor));
    refused(follow_with({{"actor", actor}}), 400, "names no actor");
  }
}

TEST_F(Attack23, AnObjectOfAnyShapeDoesNoHarm) {
  for (const auto* type : {"Create", "Update", "Delete", "Follow", "Like", "Announce", "Undo",
                           "Accept", "Reject", "EmojiReact"}) {
    for (const Json& object : oddities()) {
      SCOPED_TRACE(std::string(type) + " " + dump_json(object));
      const auto before = victim_.stored();
      const auto answer = victim_.send(victim_.post(activity_by(mallory_, type, object), mallory_));
      EXPECT_TRUE(answer.status == 202 || answer.status == 400 || answer.status == 403)
          << answer.status;
      EXPECT_THAT(victim_.changes(before), IsEmpty());
    }
  }
}

TEST_F(Attack23, APostWithOddMembersIsReadAsFarAsItGoes) {
  int number = 0;
  for (const auto* member :
       {"content",   "contentMap",   "name",       "nameMap", "summary",   "summaryMap",
        "inReplyTo", "tag",          "attachment", "image",   "to",        "cc",
        "bto",       "audience",     "published",  "updated", "sensitive", "url",
        "context",   "conversation", "source",     "replies", "icon",      "mediaType",
        "language",  "hallwayLabel", "@context",   "proof",   "signature"}) {
    for (const Json& value : oddities()) {
      SCOPED_TRACE(std::string(member) + " " + dump_json(value));
      const auto path = "/notes/" + std::to_string(++number);
      const auto answer = victim_.send(created(note(path, {{member, value}})));
      EXPECT_TRUE(answer.status == 202 || answer.status == 400) << answer.status;
      const auto post = victim_.find_post(evil_.at(path));
      const bool reaches_us = answer.status == 202 && std::string_view(member) != "cc";
      EXPECT_EQ(post.has_value(), reaches_us);
      EXPECT_TRUE(!post || post->author == victim_.find_actor(mallory_.iri)->id);
    }
  }
  // Reading them out again does no harm either.
  EXPECT_TRUE(victim_.search(evil_.at("/notes/1")).contains("statuses"));
}

// Something that says it is a post and an actor at once is stored as one thing only.
TEST_F(Attack23, APostThatIsAnActorTooIsOneOfBoth) {
  const auto both = [&](const std::string& id) {
    auto document = person_json(id, "chimera", mallory_.sign.key.public_key());
    document.update(note_by(mallory_, id, {{"cc", Json::array({victim_.alice()})}}));
    document["type"] = Json::array({"Note", "Person"});
    return document;
  };
  const auto id = evil_.at("/users/chimera");
  evil_.put("/users/chimera", both(id));
  taken(created(both(id)));
  ASSERT_TRUE(victim_.find_post(id).has_value());
  const Stranger chimera{id, {key_id_of(id), mallory_.sign.key}};
  refused(victim_.post(activity_by(chimera, "Follow", victim_.alice()), chimera), 409,
          "names something else");
  EXPECT_FALSE(victim_.find_actor(id).has_value());
  // The other way round: known as an actor, it does not become a post.
  const auto second = evil_.at("/users/second");
  evil_.put("/users/second", both(second));
  const Stranger actor{second, {key_id_of(second), mallory_.sign.key}};
  victim_.meet(actor);
  auto own = both(second);
  own["attributedTo"] = second;
  refused(victim_.post(activity_by(actor, "Create", own), actor), 409, "names something else");
  EXPECT_FALSE(victim_.find_post(second).has_value());
  asked_at_most_ = 10;
}

TEST_F(Attack23, NoIdHidesWhatAnotherHas) {
  taken(victim_.post(create_by(carol_, note_by(carol_, good_.at("/notes/1"),
                                               {{"cc", Json::array({victim_.alice()})}})),
                     carol_));
  const auto trudy = good_.put_person("trudy", test_key(KeyType::rsa, 2));
  victim_.meet(trudy);
  for (const auto& id : {carol_.iri, good_.at("/notes/1"), trudy.iri}) {
    SCOPED_TRACE(id);
    refused(victim_.post(activity_by(trudy, "Like", good_.at("/notes/1"), {{"id", id}}), trudy),
            409, "names something else");
    refused(victim_.post(activity_by(trudy, "Announce", good_.at("/notes/1"), {{"id", id}}), trudy),
            409, "names something else");
    refused(victim_.post(activity_by(trudy, "Follow", victim_.alice(), {{"id", id}}), trudy), 409,
            "names something else");
    if (id == good_.at("/notes/1")) continue;
    const auto mask = note_by(trudy, id, {{"cc", Json::array({victim_.alice()})}});
    refused(victim_.post(activity_by(trudy, "Create", mask), trudy), 409, "names something else");
  }
  EXPECT_TRUE(victim_.find_actor(carol_.iri).has_value());
  EXPECT_TRUE(victim_.find_post(good_.at("/notes/1")).has_value());
  taken(victim_.post(activity_by(carol_, "Nod", victim_.alice()), carol_));
  asked_at_most_ = 10;
}

class Attack23Actors : public Attack23 {
 protected:
  // What is answered to somebody whose document is `publish(their address)`.
  int introduce(const std::function<Json(const std::string& own)>& publish) {
    // No host is asked for more than thirty keys a minute.
    if (introduced_++ % 25 == 0) host_ = std::make_unique<Host>("127.0.54.3");
    const auto path = "/users/" + std::to_string(introduced_);
    const auto own = host_->at(path);
    host_->put(path, publish(own));
    const Stranger odd{own, {key_id_of(own), mallory_.sign.key}};
    return victim_.send(victim_.post(activity_by(odd, "Nod", victim_.alice()), odd)).status;
  }
  int introduce_with(const char* member, const Json& value) {
    return introduce([&](const std::string& own) {
      auto document = person_json(own, "odd", mallory_.sign.key.public_key());
      document[member] = value;
      return document;
    });
  }

 private:
  int introduced_ = 0;
  std::unique_ptr<Host> host_;
};

TEST_F(Attack23Actors, ADocumentWithoutWhatAnActorNeedsIsNobodys) {
  for (const Json& value : oddities()) {
    SCOPED_TRACE(dump_json(value));
    EXPECT_EQ(introduce([&](const std::string&) { return value; }), 401);
    for (const auto* member : {"id", "type", "inbox", "publicKey"}) {
      EXPECT_EQ(introduce_with(member, value), 401) << member;
    }
    const bool is_name = value.is_string() && value != "";
    EXPECT_EQ(introduce_with("preferredUsername", value), is_name ? 202 : 401);
  }
}

TEST_F(Attack23Actors, WhatIsOddBesideIsPassedOver) {
  for (const auto* member : {"name", "summary", "icon", "image", "attachment", "endpoints", "tag",
                             "alsoKnownAs", "movedTo", "published", "generator", "outbox",
                             "assertionMethod", "featured", "manuallyApprovesFollowers"}) {
    SCOPED_TRACE(member);
    EXPECT_EQ(introduce_with(member, oddities()), 202);
    for (const Json& value : {Json(5), Json("text"), Json::object(), nested(40)}) {
      EXPECT_EQ(introduce_with(member, value), 202) << dump_json(value);
    }
  }
}

}  // namespace
}  // namespace hallway::test
