#include "federation/public_timeline.h"

#include <algorithm>
#include <functional>

#include "storage/accounts.h"
#include "storage/asked.h"
#include "storage/blocks.h"
#include "storage/follows.h"
#include "storage/limited.h"

namespace hallway {
namespace {

constexpr size_t kMostLimit = 80;
constexpr size_t kMostPassedOver = 5'000;

using Visit = std::function<bool(Id)>;
// Calls with ids newest first below a bound (0: none), or oldest first above one.
struct Walk {
  std::function<void(Id before, const Visit&)> down;
  std::function<void(Id after, const Visit&)> up;
};

bool holds_all(const Post& post, const std::vector<std::string>& tags) {
  return std::ranges::all_of(tags, [&](const std::string& tag) {
    return std::ranges::find(post.tags, tag) != post.tags.end();
  });
}

bool is_selected(const Post& post, const Selection& selection) {
  using Origin = Selection::Origin;
  if (selection.origin == Origin::here && !post.local) return false;
  if (selection.origin == Origin::elsewhere && post.local) return false;
  if (selection.with_media && post.attachments.empty()) return false;
  return holds_all(post, selection.all) &&
         std::ranges::none_of(selection.none, [&](const std::string& tag) {
           return std::ranges::find(post.tags, tag) != post.tags.end();
         });
}

bool answers_somebody_else(const ReadTxn& txn, const Post& post) {
  if (post.in_reply_to.empty()) return false;
  const auto parent = post.parent ? find_post(txn, post.parent) : std::nullopt;
  return !parent || parent->author != post.author;
}

// Of somebody whom this node limits, for one who does not follow them.
bool is_kept_from(const ReadTxn& txn, const Post& post, Id viewer) {
  return is_limited(txn, post.author) && post.author != viewer &&
         !follows(txn, viewer, post.author);
}

// What a list is made for.
struct Reading {
  const ReadTxn& txn;
  const Home& home;
  const Destination& viewer;
  const Selection& selection;
  bool replies = false;  // are they in it?
};

bool belongs(const Reading& reading, const Post& post) {
  if (post.gone || post.visibility != Visibility::public_) return false;
  if (!is_selected(post, reading.selection)) return false;
  if (!reading.replies && answers_somebody_else(reading.txn, post)) return false;
  if (!may_flow(reading.txn, reading.home, post, reading.viewer)) return false;
  if (mutes(reading.txn, reading.viewer.person, post.author)) return false;
  return !is_kept_from(reading.txn, post, reading.viewer.person);
}

std::optional<TimelineItem> item_of(const Reading& reading, Id id) {
  auto post = find_post(reading.txn, id);
  if (!post || !belongs(reading, *post)) return std::nullopt;
  return TimelineItem{.id = id, .post = std::move(*post), .boost = std::nullopt};
}

std::vector<TimelineItem> take(const Reading& reading, const Walk& walk, const Window& window) {
  const size_t limit = std::min(window.limit, kMostLimit);
  std::vector<TimelineItem> items;
  size_t passed_over = 0;
  const auto add = [&](Id id) {
    if (auto item = item_of(reading, id)) {
      items.push_back(std::move(*item));
    } else {
      ++passed_over;
    }
    return items.size() < limit && passed_over < kMostPassedOver;
  };
  if (window.min_id) {
    walk.up(window.min_id, [&](Id id) {
      if (window.max_id && id >= window.max_id) return false;
      return add(id);
    });
    std::ranges::reverse(items);
  } else {
    walk.down(window.max_id, [&](Id id) { return id > window.since_id && add(id); });
  }
  return items;
}

void walk_own(const ReadTxn& txn, Id before, const Visit& visit) {
  std::vector<Id> authors;
  for_each_account(txn, [&](const Account& account) { authors.push_back(account.actor); });
  walk_authors(txn, authors, before,
               [&](Entry entry) { return entry.kind != EntryKind::post || visit(entry.id); });
}

// Several lists as one: the nearest to the bound stay.
std::vector<TimelineItem> join(std::vector<TimelineItem> items, const Window& window) {
  std::sort(items.begin(), items.end(),
            [](const TimelineItem& a, const TimelineItem& b) { return a.id > b.id; });
  const auto end =
      std::unique(items.begin(), items.end(),
                  [](const TimelineItem& a, const TimelineItem& b) { return a.id == b.id; });
  items.erase(end, items.end());
  const size_t limit = std::min(window.limit, kMostLimit);
  if (items.size() <= limit) return items;
  const auto count = static_cast<std::ptrdiff_t>(items.size() - limit);
  if (window.min_id) {
    items.erase(items.begin(), items.begin() + count);
  } else {
    items.erase(items.end() - count, items.end());
  }
  return items;
}

}  // namespace

std::vector<TimelineItem> public_timeline(const ReadTxn& txn, const Home& home,
                                          const Destination& viewer, const Selection& selection,
                                          const Window& window) {
  const Reading reading{txn, home, viewer, selection};
  const bool here = selection.origin == Selection::Origin::here;
  const Walk posts{[&](Id before, const Visit& visit) {
                     // Between a million posts of others our own would not be found.
                     if (here) return walk_own(txn, before, visit);
                     scan_posts(txn, before, visit);
                   },
                   [&](Id after, const Visit& visit) { scan_posts_up(txn, after, visit); }};
  return take(reading, posts, window);
}

std::vector<TimelineItem> tag_timeline(const ReadTxn& txn, const Home& home,
                                       const Destination& viewer, const Selection& selection,
                                       const Window& window) {
  const Reading reading{txn, home, viewer, selection, /*replies=*/true};
  std::vector<TimelineItem> items;
  for (const auto& tag : selection.any) {
    const Walk tagged{[&](Id before, const Visit& visit) { scan_tag(txn, tag, before, visit); },
                      [&](Id after, const Visit& visit) { scan_tag_up(txn, tag, after, visit); }};
    auto found = take(reading, tagged, window);
    std::ranges::move(found, std::back_inserter(items));
  }
  return join(std::move(items), window);
}

std::vector<TimelineItem> link_timeline(const ReadTxn& txn, const Home& home,
                                        const Destination& viewer, const Selection& selection,
                                        const LinkPage& page) {
  const auto& address = page.address;
  const Walk leading{
      [&](Id before, const Visit& visit) { scan_link(txn, address, before, visit); },
      [&](Id after, const Visit& visit) { scan_link_up(txn, address, after, visit); }};
  return take({txn, home, viewer, selection, /*replies=*/true}, leading, page.window);
}

std::vector<TimelineItem> question_timeline(const ReadTxn& txn, const Home& home,
                                            const Destination& viewer, const QuestionPage& page) {
  const QuestionKind kind{.state = page.state, .tag = page.tag};
  const Walk questions{
      [&](Id before, const Visit& visit) { scan_questions(txn, kind, before, visit); },
      [&](Id after, const Visit& visit) { scan_questions_up(txn, kind, after, visit); }};
  const Selection all;
  return take({txn, home, viewer, all, /*replies=*/true}, questions, page.window);
}

std::vector<TimelineItem> asked_timeline(const ReadTxn& txn, const Home& home, Id person,
                                         const Window& window) {
  const auto waiting = [&](const Visit& visit) {
    return [&](Id id) {
      const auto post = find_post(txn, id);
      const bool waits = post && post->question && state_of(*post) == QuestionState::open;
      return !waits || visit(id);
    };
  };
  const Walk asked{
      [&](Id before, const Visit& visit) { scan_asked(txn, person, before, waiting(visit)); },
      [&](Id after, const Visit& visit) { scan_asked_up(txn, person, after, waiting(visit)); }};
  const auto viewer = Destination::to_person(person);
  const Selection all;
  return take({txn, home, viewer, all, /*replies=*/true}, asked, window);
}

bool is_in_public(const ReadTxn& txn, const Home& home, const Destination& viewer,
                  const Selection& selection, const Post& post) {
  return belongs({txn, home, viewer, selection}, post);
}

bool is_in_tag(const ReadTxn& txn, const Home& home, const Destination& viewer,
               const Selection& selection, const Post& post) {
  const bool tagged = std::ranges::any_of(selection.any, [&](const std::string& tag) {
    return std::ranges::find(post.tags, tag) != post.tags.end();
  });
  return tagged && belongs({txn, home, viewer, selection, /*replies=*/true}, post);
}

}  // namespace hallway
