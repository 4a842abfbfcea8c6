#pragma once
// What Mallory puts below a post of Alice's, and the page on which that stands.

#include <string>
#include <string_view>

#include "federation/post.h"
#include "tests/attacks/attack.h"

namespace hallway::test {

inline constexpr std::string_view kAcceptHtml = "Accept: text/html\r\n";

class MarkupAttack : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    victim_.meet(mallory_);
    const auto post = victim_.node().act_as(*victim_.find_actor(victim_.alice()), [](Local& local) {
      return publish(local, NewPost{.text = "What do you think?"});
    });
    ASSERT_TRUE(post.ok());
    question_ = post->iri.text();
    page_ = post->url.target();
    evil_.forget();
  }
  // Mallory's answer to Alice, which stands on the page of her post.
  [[nodiscard]] Json answer(const std::string& id, const Json& more) const {
    auto note =
        note_by(mallory_, id, {{"inReplyTo", question_}, {"cc", Json::array({victim_.alice()})}});
    note.update(more);
    return note;
  }
  [[nodiscard]] std::string page() const {
    const auto shown = victim_.get(page_, kAcceptHtml);
    EXPECT_EQ(shown.status, 200);
    return shown.body;
  }

  const Stranger mallory_ = evil_.put_person("mallory");
  std::string question_, page_;
};

}  // namespace hallway::test
