#pragma once
// What a person of this node publishes, changes and takes back, and to whom that is owed.

#include <initializer_list>
#include <string>
#include <utility>

#include "federation/compose.h"
#include "tests/support/acts.h"

namespace hallway::test {

inline const std::string kAnybody(kPublic);
inline constexpr auto kRemoteInbox = "https://remote.example/inbox";
inline constexpr auto kEvilInbox = "https://evil.example/inbox";

class PublishTest : public ActsTest {
 protected:
  Code refused(const Actor& who, const NewPost& fresh) {
    return code_of(act(who, [&](Local& local) { return publish(local, fresh); }));
  }
  // With mentions resolved, as the author's door does it.
  NewPost naming(std::string text, std::initializer_list<const Actor*> people) {
    NewPost fresh{.text = std::move(text)};
    for (const auto* who : people) {
      auto handle = Handle::parse(who->handle()).value();
      if (who->local) handle.domain = {};
      fresh.text += " " + written_mention(handle);
      fresh.mentions.push_back({handle, who->id});
    }
    return fresh;
  }
  Post edit(const Actor& who, const Post& post, const PostEdit& edit) {
    return ok(act(who, [&](Local& local) { return edit_post(local, post.id, edit); }));
  }
  Post erase(const Actor& who, const Post& post) {
    return ok(act(who, [&](Local& local) { return delete_post(local, post.id); }));
  }
  [[nodiscard]] Json logged(const Post& post) const { return payload(post.document); }
};

}  // namespace hallway::test
