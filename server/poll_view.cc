#include "server/poll_view.h"

#include <algorithm>
#include <numeric>

#include "server/emoji_view.h"

namespace hallway {
namespace {

uint64_t votes_in(const Poll& poll) {
  return std::accumulate(poll.options.begin(), poll.options.end(), uint64_t{0},
                         [](uint64_t sum, const PollOption& option) { return sum + option.votes; });
}

}  // namespace

void write_poll(Html& html, const Post& post, Time now) {
  const auto& poll = *post.poll;
  const auto all = votes_in(poll);
  // Of several choices each is measured by people, where it is known how many there were.
  const auto whole = std::max<uint64_t>(poll.multiple && poll.voters ? poll.voters : all, 1);
  html.open("ul", {{"class", "poll"}});
  for (const auto& option : poll.options) {
    const auto votes = std::to_string(option.votes);
    html.open("li").open("span", {{"dir", "auto"}});
    html.trusted(show_emojis_in_text(option.title, post.emojis)).close();
    html.open("meter", {{"min", "0"}, {"max", std::to_string(whole)}, {"value", votes}});
    html.close().element("span", {}, votes).close();
  }
  html.close().open("p", {{"class", "meta"}});
  html.text(std::to_string(all) + (all == 1 ? " vote" : " votes"));
  if (poll.multiple) html.text(", several choices");
  if (!poll.open(now)) {
    html.text(", ended");
  } else if (poll.ends.ms) {
    html.text(", until ").time(poll.ends);
  }
  html.close();
}

void write_choices(Html& html, const Post& post) {
  const auto* kind = post.poll->multiple ? "checkbox" : "radio";
  html.open("fieldset").element("legend", {}, "Your vote");
  for (size_t i = 0; i < post.poll->options.size(); ++i) {
    html.open("label");
    html.empty("input", {{"type", kind}, {"name", "choice"}, {"value", std::to_string(i)}});
    html.open("span", {{"dir", "auto"}}).text(post.poll->options[i].title).close().close();
  }
  html.close().element("button", {}, "Vote");
}

}  // namespace hallway
