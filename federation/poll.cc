#include "federation/poll.h"

#include <algorithm>

#include "federation/html.h"
#include "federation/note.h"
#include "federation/plain_text.h"

namespace hallway {
namespace {

constexpr size_t kLongestOption = 500;
constexpr int64_t kMostVotes = 1'000'000'000;  // what nobody can have is as good as none

uint64_t count_of(const Json& object, std::string_view key) {
  const auto n = find_int(object, key).value_or(0);
  return n > 0 && n <= kMostVotes ? static_cast<uint64_t>(n) : 0;
}

uint64_t votes_for(const Json& option) {
  const auto* replies = find_member(option, "replies");
  if (replies && find_int(*replies, "totalItems")) return count_of(*replies, "totalItems");
  return count_of(option, "_misskey_votes");
}

void read_options(const std::vector<const Json*>& options, Poll& poll) {
  size_t looked_at = 0;
  for (const auto* option : options) {
    if (++looked_at > Poll::kMostOptions) return;
    std::string title(utf8_prefix(text_of_html(find_text(*option, "name")), kLongestOption));
    if (title.empty()) continue;
    if (std::ranges::find(poll.options, title, &PollOption::title) != poll.options.end()) continue;
    poll.options.push_back({std::move(title), votes_for(*option)});
  }
}

}  // namespace

std::optional<Poll> find_poll(const Json& question) {
  Poll poll;
  const auto any = find_list(question, "anyOf");
  poll.multiple = !any.empty();
  read_options(poll.multiple ? any : find_list(question, "oneOf"), poll);
  if (poll.options.empty()) return std::nullopt;
  poll.ends = find_time(question, "endTime").value_or(Time{});
  poll.closed = find_time(question, "closed").value_or(Time{});
  if (find_bool(question, "closed").value_or(false)) {
    poll.closed = poll.ends.ms > 0 ? poll.ends : Time{1};
  }
  poll.voters = count_of(question, "votersCount");
  return poll;
}

void add_poll(Json& question, const Poll& poll) {
  Json options = Json::array();
  for (const auto& option : poll.options) {
    options.push_back({{"type", "Note"},
                       {"name", option.title},
                       {"replies", {{"type", "Collection"}, {"totalItems", option.votes}}}});
  }
  question[poll.multiple ? "anyOf" : "oneOf"] = std::move(options);
  question["votersCount"] = poll.voters;
  if (poll.ends.ms) question["endTime"] = to_rfc3339(poll.ends);
  if (poll.closed.ms) question["closed"] = to_rfc3339(poll.closed);
}

}  // namespace hallway
