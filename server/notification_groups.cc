#include "server/notification_groups.h"

#include <algorithm>
#include <charconv>

namespace hallway {
namespace {

constexpr Duration kSpan = hours(12);
constexpr size_t kSamples = 8, kMostLookedAt = 4'000;

std::string_view group_word(NotificationType type) {
  if (type == NotificationType::reaction) return "favourite";
  if (type == NotificationType::boost) return "reblog";
  return type == NotificationType::follow ? "follow" : "";
}

// Of the id, not of `at`: the range of a key is one of ids.
int64_t span_of(Id id) { return id.time().ms / kSpan.ms; }

std::optional<int64_t> span_in(std::string_view text) {
  int64_t span = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), span);
  const bool good = error == std::errc() && end == text.data() + text.size() && span >= 0 &&
                    span < INT64_MAX / kSpan.ms / 65'536;
  return good ? std::optional(span) : std::nullopt;
}

void add_actor(NotificationGroup& group, Id actor) {
  if (group.actors.size() >= kSamples) return;
  if (std::ranges::find(group.actors, actor) == group.actors.end()) group.actors.push_back(actor);
}

// Groups under way, the newest notifications first.
class Grouper {
 public:
  explicit Grouper(const Grouping& grouping) : grouping_(grouping) {}

  [[nodiscard]] std::string key_for(const Notification& one) const {
    return grouping_.groups(one) ? group_key_of(one) : lone_key_of(one);
  }
  NotificationGroup* find(const std::string& key) {
    const auto found = std::ranges::find(groups_, key, &NotificationGroup::key);
    return found == groups_.end() ? nullptr : &*found;
  }
  void add(const Notification& one) {
    auto key = key_for(one);
    auto* group = find(key);
    if (!group) {
      groups_.push_back({.key = std::move(key), .latest = one});
      group = &groups_.back();
    }
    group->oldest_on_page = one.id;
    count(*group, one);
  }
  static void count(NotificationGroup& group, const Notification& one) {
    ++group.count;
    add_actor(group, one.actor);
  }
  std::vector<NotificationGroup>& groups() { return groups_; }

 private:
  const Grouping& grouping_;
  std::vector<NotificationGroup> groups_;
};

// What a page is made of, newest first: as many as make `limit` groups.
std::vector<Notification> collect(const ReadTxn& txn, Id recipient, const Window& window,
                                  const Grouping& grouping) {
  std::vector<Notification> found;
  Grouper grouper(grouping);
  size_t looked_at = 0;
  const auto visit = [&](const Notification& one) {
    if (!grouping.takes(one)) return ++looked_at < kMostLookedAt;
    const bool fits = grouper.groups().size() < window.limit || grouper.find(grouper.key_for(one));
    if (!fits) return false;
    grouper.add(one);
    found.push_back(one);
    return ++looked_at < kMostLookedAt;
  };
  if (window.min_id) {
    scan_notifications_up(txn, recipient, window.min_id, [&](const Notification& one) {
      return (!window.max_id || one.id < window.max_id) && visit(one);
    });
    std::ranges::reverse(found);
  } else {
    scan_notifications(txn, recipient, window.max_id, [&](const Notification& one) {
      return one.id > window.since_id && visit(one);
    });
  }
  return found;
}

// Counts what lies below the page for those of its groups that began earlier.
void count_rest(const ReadTxn& txn, Id recipient, Id oldest, Grouper& grouper,
                const Grouping& grouping) {
  int64_t earliest = INT64_MAX;
  for (const auto& group : grouper.groups()) {
    if (group.key != lone_key_of(group.latest)) {
      earliest = std::min(earliest, span_of(group.latest.id));
    }
  }
  size_t looked_at = 0;
  scan_notifications(txn, recipient, oldest, [&](const Notification& one) {
    if (span_of(one.id) < earliest || ++looked_at > kMostLookedAt) return false;
    auto* group = grouping.takes(one) ? grouper.find(grouper.key_for(one)) : nullptr;
    if (group) Grouper::count(*group, one);
    return true;
  });
}

}  // namespace

std::string lone_key_of(const Notification& notification) {
  return "ungrouped-" + to_string(notification.id);
}

std::string group_key_of(const Notification& notification) {
  const auto word = group_word(notification.type);
  if (word.empty()) return lone_key_of(notification);
  std::string key(word);
  if (notification.post) key += "-" + to_string(notification.post);
  return key + "-" + std::to_string(span_of(notification.id));
}

bool GroupRange::holds(const Notification& notification) const {
  return key == group_key_of(notification) || key == lone_key_of(notification);
}

std::optional<GroupRange> parse_group_key(std::string_view key) {
  const size_t dash = key.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  if (key.substr(0, dash) == "ungrouped") {
    const auto id = parse_id(key.substr(dash + 1));
    if (!id || !*id) return std::nullopt;
    return GroupRange{.first = *id, .last = *id, .key = std::string(key)};
  }
  const auto span = span_in(key.substr(dash + 1));
  if (!span) return std::nullopt;
  const Time begin{*span * kSpan.ms};
  return GroupRange{.first = first_id_at(begin),
                    .last = Id{first_id_at(begin + kSpan).value - 1},
                    .key = std::string(key)};
}

GroupPage group_page(const ReadTxn& txn, Id recipient, const Window& window,
                     const Grouping& grouping) {
  const auto found = collect(txn, recipient, window, grouping);
  if (found.empty()) return {};
  Grouper grouper(grouping);
  for (const auto& one : found) grouper.add(one);
  count_rest(txn, recipient, found.back().id, grouper, grouping);
  return {
      .groups = std::move(grouper.groups()), .newest = found.front().id, .oldest = found.back().id};
}

void scan_group(const ReadTxn& txn, Id recipient, const GroupRange& range, Id before,
                const std::function<bool(const Notification&)>& visit) {
  const Id end{range.last.value + 1};
  scan_notifications(txn, recipient, before ? std::min(before, end) : end,
                     [&](const Notification& one) {
                       if (one.id < range.first) return false;
                       return !range.holds(one) || visit(one);
                     });
}

std::optional<NotificationGroup> find_group(const ReadTxn& txn, Id recipient,
                                            const GroupRange& range, const Grouping& grouping) {
  std::optional<NotificationGroup> group;
  size_t looked_at = 0;
  scan_group(txn, recipient, range, Id{}, [&](const Notification& one) {
    if (!grouping.takes(one)) return ++looked_at < kMostLookedAt;
    if (!group) group = NotificationGroup{.key = range.key, .latest = one};
    group->oldest_on_page = one.id;
    Grouper::count(*group, one);
    return ++looked_at < kMostLookedAt;
  });
  return group;
}

}  // namespace hallway
