// Attack 27: bodies that are signed as they should be and cannot be read, at both doors: what is
// posted to the inbox, and what is fetched. (Slow and endless ones: network_test, and beside the
// listener and the client.)

#include "tests/attacks/followed.h"

namespace hallway::test {
namespace {

using testing::IsEmpty;

class Attack27 : public FollowedAttack {
 protected:
  [[nodiscard]] OutboundRequest with_body(std::string body) const {
    return victim_.post_bytes(std::move(body), mallory_);
  }
  // A good note, with `member` written into it as it is.
  [[nodiscard]] std::string note_with(const std::string& path, const std::string& member) const {
    const auto good = dump_json(note_by(mallory_, evil_.at(path)));
    return good.substr(0, good.size() - 1) + "," + member + "}";
  }
  [[nodiscard]] std::string create_with(const std::string& note) const {
    auto create = dump_json(activity_by(mallory_, "Create", "PLACE"));
    return create.replace(create.find("\"PLACE\""), 7, note);
  }
  // What Alice finds when she asks for a note that its server answers with `member` in it.
  [[nodiscard]] size_t found_with(const std::string& path, const std::string& member) {
    evil_.put(path, Response{.headers = {{"Content-Type", std::string(kActivityJson)}},
                             .body = note_with(path, member)});
    const auto found = victim_.search(evil_.at(path)).at("statuses").size();
    EXPECT_GE(evil_.asked(path), 1U) << path;
    return found;
  }
};

std::string nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

// Members that no honest sender writes.
const std::vector<std::pair<const char*, std::string>>& unreadable() {
  static const std::vector<std::pair<const char*, std::string>> all = {
      {"a depth of 200", "\"x\":" + nested(200)},
      {"a depth of 100,000", "\"x\":" + nested(100'000)},
      {"objects without end",
       [] {
         std::string deep = "\"x\":";
         for (int i = 0; i < 5'000; ++i) deep += "{\"a\":";
         return deep + "1" + std::string(5'000, '}');
       }()},
      {"no UTF-8", "\"x\":\"\xff\xfe\""},
      {"an overlong slash", "\"x\":\"\xc0\xaf\""},
      {"half a character", "\"x\":\"\xe2\x82\""},
      {"a surrogate in UTF-8", "\"x\":\"\xed\xa0\x80\""},
      {"beyond Unicode", "\"x\":\"\xf4\x90\x80\x80\""},
      {"half a pair", R"("x":"\ud800")"},
      {"an escape that is none", R"("x":"\x41")"},
      {"a control character", "\"x\":\"\x01\""},
      {"a number without end", "\"x\":1e"},
      {"a number that leads with zeros", "\"x\":0001"},
      {"a hexadecimal number", "\"x\":0x10"}};
  return all;
}

TEST_F(Attack27, WhatCannotBeReadIsRefusedAtTheInbox) {
  for (const auto& [name, member] : unreadable()) {
    SCOPED_TRACE(name);
    const auto request = with_body(create_with(note_with("/notes/1", member)));
    const auto before = victim_.stored();
    const auto status = victim_.send(request).status;
    EXPECT_TRUE(status == 400 || status == 413) << status;
    EXPECT_THAT(victim_.changes(before), IsEmpty());
  }
}

TEST_F(Attack27, WhatCannotBeReadIsNothingWhenItIsFetched) {
  EXPECT_EQ(found_with("/notes/0", "\"x\":1"), 1U) << "what can be read is found";
  int number = 0;
  for (const auto& [name, member] : unreadable()) {
    SCOPED_TRACE(name);
    const auto before = victim_.stored().at("posts");
    EXPECT_EQ(found_with("/notes/" + std::to_string(++number), member), 0U);
    EXPECT_EQ(victim_.stored().at("posts"), before);
  }
}

// They may be wrong, but they are JSON: what they stand for is not known, and the rest is read.
TEST_F(Attack27, ANumberOfAnySizeDoesNoHarm) {
  int number = 0;
  for (const std::string& value :
       {std::string("1e308"), std::string("-0.0"), std::string("18446744073709551616"),
        std::string("-9223372036854775809"), "1" + std::string(400, '0'),
        "0." + std::string(5'000, '1'), std::string("1e-400"), std::string("1e999999999")}) {
    for (const auto* member : {"width", "published", "x", "votersCount", "duration"}) {
      SCOPED_TRACE(member + value.substr(0, 40));
      const auto path = "/notes/" + std::to_string(++number);
      const auto note = note_with(path, "\"" + std::string(member) + "\":" + value);
      const auto status = victim_.send(with_body(create_with(note))).status;
      EXPECT_TRUE(status == 202 || status == 400) << status;
      EXPECT_EQ(victim_.find_post(evil_.at(path)).has_value(), status == 202);
    }
  }
}

TEST_F(Attack27, ABodyBeyondTheLimitIsRefusedBeforeItIsRead) {
  const auto before = victim_.stored();
  const auto limit = size_t{1} << 20;
  const auto big = create_with(note_with("/notes/1", "\"x\":\"" + std::string(limit, 'x') + "\""));
  EXPECT_EQ(victim_.send(with_body(big)).status, 413);
  EXPECT_THAT(victim_.changes(before), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
