#include "federation/timeline.h"

#include <algorithm>
#include <map>
#include <queue>

#include "storage/blocks.h"
#include "storage/followed_tags.h"
#include "storage/follows.h"

namespace hallway {
namespace {

constexpr size_t kMostLimit = 80;
constexpr size_t kBeginning = 128;  // of a home timeline, as it is kept

// Newest-first ids of one index, a page at a time: most authors give nothing to a page of twenty.
class Feed {
 public:
  using Load = std::function<std::vector<Entry>(Id before)>;
  Feed(Load load, Id before) : load_(std::move(load)), before_(before) { refill(); }
  [[nodiscard]] bool empty() const { return at_ == rows_.size(); }
  [[nodiscard]] const Entry& top() const { return rows_[at_]; }
  void pop() {
    if (++at_ == rows_.size()) refill();
  }

 private:
  void refill() {
    rows_ = load_(before_);
    at_ = 0;
    if (!rows_.empty()) before_ = rows_.back().id;
  }
  Load load_;
  Id before_;
  std::vector<Entry> rows_;
  size_t at_ = 0;
};

constexpr size_t kPage = 8;

Feed::Load entries_of(const ReadTxn& txn, Id author, bool with_boosts = true) {
  return [&txn, author, with_boosts](Id before) {
    std::vector<Entry> rows;
    rows.reserve(kPage);
    scan_author(txn, author, before, [&](Entry entry) {
      if (with_boosts || entry.kind == EntryKind::post) rows.push_back(entry);
      return rows.size() < kPage;
    });
    return rows;
  };
}

Feed::Load addressed_to(const ReadTxn& txn, Id person) {
  return [&txn, person](Id before) {
    std::vector<Entry> rows;
    scan_person(txn, person, before, [&](Id id) {
      rows.push_back({id, EntryKind::post});
      return rows.size() < kPage;
    });
    return rows;
  };
}

// Public posts of a hashtag.
Feed::Load tagged(const ReadTxn& txn, std::string tag) {
  return [&txn, tag = std::move(tag)](Id before) {
    std::vector<Entry> rows;
    scan_tag(txn, tag, before, [&](Id id) {
      const auto post = find_post(txn, id);
      if (post && post->visibility == Visibility::public_) rows.push_back({id, EntryKind::post});
      return rows.size() < kPage;
    });
    return rows;
  };
}

// For whom a timeline is, whether those whom they muted are left out, and what else belongs to it.
struct Reader {
  const Destination& viewer;
  bool without_muted = false;
  std::function<bool(const TimelineItem&)> takes = nullptr;
};

bool is_shown(const ReadTxn& txn, const Home& home, const std::optional<Boost>& boost) {
  const auto booster = boost ? find_actor(txn, boost->actor) : std::nullopt;
  return booster && may_be_shown(txn, home, *booster);
}

bool is_for(const ReadTxn& txn, const Home& home, const Post& post, const Reader& reader) {
  if (post.gone || !may_flow(txn, home, post, reader.viewer)) return false;
  return !reader.without_muted || !mutes(txn, reader.viewer.person, post.author);
}

std::optional<TimelineItem> item_of(const ReadTxn& txn, const Home& home, const Entry& candidate,
                                    const Reader& reader) {
  std::optional<Boost> boost;
  Id post_id = candidate.id;
  if (candidate.kind == EntryKind::boost) {
    boost = find_boost(txn, candidate.id);
    if (!is_shown(txn, home, boost)) return std::nullopt;
    post_id = boost->post;
  }
  auto post = find_post(txn, post_id);
  if (!post || !is_for(txn, home, *post, reader)) return std::nullopt;
  TimelineItem item{.id = candidate.id, .post = std::move(*post), .boost = std::move(boost)};
  if (reader.takes && !reader.takes(item)) return std::nullopt;
  return item;
}

// All sources together, newest first; what several have comes once. Until `visit` returns false.
void walk(std::vector<Feed> sources, const std::function<bool(const Entry&)>& visit) {
  const auto older = [&](size_t a, size_t b) { return sources[a].top().id < sources[b].top().id; };
  std::priority_queue<size_t, std::vector<size_t>, decltype(older)> heads(older);
  for (size_t i = 0; i < sources.size(); ++i) {
    if (!sources[i].empty()) heads.push(i);
  }
  Id latest;
  while (!heads.empty()) {
    const size_t i = heads.top();
    heads.pop();
    const auto candidate = sources[i].top();
    sources[i].pop();
    if (!sources[i].empty()) heads.push(i);
    if (candidate.id == std::exchange(latest, candidate.id)) continue;  // followed and addressed
    if (!visit(candidate)) return;
  }
}

// What a window holds, told entry by entry, newest first. With min_id the page nearest to that
// bound is wanted: everything above it is looked at and the last `limit` kept.
class TimelinePage {
 public:
  explicit TimelinePage(const Window& window)
      : window_(window),
        limit_(std::min(window.limit, kMostLimit)),
        floor_(std::max(window.since_id, window.min_id)) {
    items_.reserve(limit_ + 1);
  }

  // Whether more is wanted.
  bool add(const ReadTxn& txn, const Home& home, const Entry& entry, const Reader& reader) {
    if (entry.id <= floor_ || limit_ == 0) return false;
    auto item = item_of(txn, home, entry, reader);
    if (!item) return true;
    items_.push_back(std::move(*item));
    if (!window_.min_id) return items_.size() < limit_;
    if (items_.size() > limit_) items_.erase(items_.begin());
    return true;
  }
  std::vector<TimelineItem> take() { return std::move(items_); }

 private:
  const Window& window_;
  const size_t limit_;
  const Id floor_;
  std::vector<TimelineItem> items_;
};

std::vector<TimelineItem> merge(const ReadTxn& txn, const Home& home, std::vector<Feed> sources,
                                const Reader& reader, const Window& window) {
  TimelinePage page(window);
  walk(std::move(sources), [&](const Entry& entry) { return page.add(txn, home, entry, reader); });
  return page.take();
}

// "pt" takes "pt-BR" too; a post that does not say is taken.
bool speaks(const Languages& languages, const TimelineItem& item) {
  const auto& said = item.post.language;
  const auto wanted = languages.find(item.boost ? item.boost->actor : item.post.author);
  if (wanted == languages.end() || said.empty()) return true;
  return std::ranges::any_of(wanted->second, [&](const std::string& one) {
    return said == one || said.starts_with(one + "-");
  });
}

// On a list of theirs that keeps its members out of the home timeline.
bool is_read_apart(const ReadTxn& txn, const std::vector<List>& exclusive, Id actor) {
  return std::ranges::any_of(exclusive,
                             [&](const List& list) { return is_on_list(txn, list, actor); });
}

std::vector<List> exclusive_lists(const ReadTxn& txn, Id person) {
  auto lists = list_lists(txn, person);
  std::erase_if(lists, [](const List& list) { return !list.exclusive; });
  return lists;
}

// Of answers to others, those that the list is for.
bool takes_answer(const ReadTxn& txn, const List& list, const TimelineItem& item) {
  const auto& post = item.post;
  if (item.boost || post.in_reply_to.empty()) return true;
  const auto parent = post.parent ? find_post(txn, post.parent) : std::nullopt;
  if (parent && (parent->author == post.author || parent->author == list.owner)) return true;
  switch (list.replies) {
    case ListReplies::none: return false;
    case ListReplies::members: return parent && is_on_list(txn, list, parent->author);
    case ListReplies::followed: return parent && follows(txn, list.owner, parent->author);
  }
  return false;
}

// All that a home timeline is merged of, below `before`.
struct HomeSources {
  std::vector<Feed> sources;
  Languages languages;
  std::vector<Table> from = {Table::follows,      Table::mutes,         Table::lists,
                             Table::list_members, Table::followed_tags, Table::by_author,
                             Table::by_person};
};

HomeSources sources_of(const ReadTxn& txn, Id person, Id before) {
  HomeSources all;
  auto authors = list_followed(txn, person);
  authors.push_back({person});
  const auto exclusive = exclusive_lists(txn, person);
  const auto muted = list_muted(txn, person, Id{}, SIZE_MAX);  // by id
  all.sources.reserve(authors.size() + 1);
  for (const auto& author : authors) {
    if (std::ranges::binary_search(muted, author.id)) continue;
    if (is_read_apart(txn, exclusive, author.id)) continue;
    all.sources.emplace_back(entries_of(txn, author.id, author.boosts), before);
    if (author.choosy) {
      all.languages.emplace(author.id, find_follow(txn, person, author.id)->languages);
    }
  }
  for (auto& tag : list_followed_tags(txn, person)) {
    all.sources.emplace_back(tagged(txn, std::move(tag.name)), before);
    all.from.insert(all.from.end(), {Table::by_tag, Table::posts});
  }
  all.sources.emplace_back(addressed_to(txn, person), before);
  return all;
}

std::shared_ptr<const HomeBeginning> beginning_of(const ReadTxn& txn, Id person, HomeCache& cache) {
  if (auto known = cache.find(txn, person)) return known;
  auto all = sources_of(txn, person, Id{});
  HomeBeginning beginning{
      .whole = true, .languages = std::move(all.languages), .from = std::move(all.from)};
  beginning.entries.reserve(kBeginning);
  walk(std::move(all.sources), [&](const Entry& entry) {
    beginning.whole = beginning.entries.size() < kBeginning;
    if (beginning.whole) beginning.entries.push_back(entry);
    return beginning.whole;
  });
  return cache.keep(txn, person, std::move(beginning));
}

// Calls for each entry below `before` (0: for each) until `visit` returns false. False where it
// would have to go on below the last that is kept.
bool visit_kept(const HomeBeginning& beginning, Id before,
                const std::function<bool(const Entry&)>& visit) {
  for (const auto& entry : beginning.entries) {
    if ((!before || entry.id < before) && !visit(entry)) return true;
  }
  return beginning.whole;
}

Id author_of(const TimelineItem& item) { return item.boost ? item.boost->actor : item.post.author; }

// Addressed to the person, or under a hashtag that they follow.
bool is_found_by_itself(const ReadTxn& txn, Id person, const TimelineItem& item) {
  if (item.boost) return false;
  if (is_recipient(txn, person, item.id)) return true;
  return item.post.visibility == Visibility::public_ &&
         std::ranges::any_of(item.post.tags,
                             [&](const std::string& tag) { return follows_tag(txn, person, tag); });
}

}  // namespace

std::vector<TimelineItem> home_timeline(const ReadTxn& txn, const Home& home, Id person,
                                        const Window& window, HomeCache* cache) {
  const auto viewer = Destination::to_person(person);
  const Languages* languages = nullptr;
  const Reader reader{viewer, /*without_muted=*/true, [&](const TimelineItem& item) {
                        return languages->empty() || speaks(*languages, item);
                      }};
  TimelinePage page(window);
  const auto add = [&](const Entry& one) { return page.add(txn, home, one, reader); };
  Id below = window.max_id;
  if (cache) {
    const auto beginning = beginning_of(txn, person, *cache);
    languages = &beginning->languages;
    if (visit_kept(*beginning, below, add)) return page.take();
    const Id last = beginning->entries.back().id;
    if (!below || last < below) below = last;
  }
  auto all = sources_of(txn, person, below);
  languages = &all.languages;
  walk(std::move(all.sources), add);
  return page.take();
}

std::vector<TimelineItem> list_timeline(const ReadTxn& txn, const Home& home, const List& list,
                                        const Window& window) {
  std::vector<Feed> sources;
  for (const auto author : list_members(txn, list, Id{}, SIZE_MAX)) {
    // Somebody whom one only asked to follow is on it, but does not speak yet.
    const bool heard = author == list.owner || follows(txn, list.owner, author);
    if (heard) sources.emplace_back(entries_of(txn, author), window.max_id);
  }
  const auto viewer = Destination::to_person(list.owner);
  const Reader reader{viewer, /*without_muted=*/true,
                      [&](const TimelineItem& item) { return takes_answer(txn, list, item); }};
  return merge(txn, home, std::move(sources), reader, window);
}

bool is_in_home(const ReadTxn& txn, const Home& home, Id person, const TimelineItem& item) {
  const Id author = author_of(item);
  const bool apart =
      mutes(txn, person, author) || is_read_apart(txn, exclusive_lists(txn, person), author);
  auto follow = apart ? std::nullopt : find_follow(txn, person, author);
  if (follow && follow->state != FollowState::accepted) follow.reset();
  const bool heard = !apart && (author == person || (follow && (!item.boost || follow->boosts)));
  if (!heard && !is_found_by_itself(txn, person, item)) return false;
  if (item.boost && !is_shown(txn, home, item.boost)) return false;
  const auto viewer = Destination::to_person(person);
  if (!is_for(txn, home, item.post, {viewer, /*without_muted=*/true})) return false;
  return !follow || follow->languages.empty() || speaks({{author, follow->languages}}, item);
}

bool is_in_list(const ReadTxn& txn, const Home& home, const List& list, const TimelineItem& item) {
  const Id author = author_of(item);
  if (!is_on_list(txn, list, author)) return false;
  if (author != list.owner && !follows(txn, list.owner, author)) return false;
  if (item.boost && !is_shown(txn, home, item.boost)) return false;
  const auto viewer = Destination::to_person(list.owner);
  return is_for(txn, home, item.post, {viewer, /*without_muted=*/true}) &&
         takes_answer(txn, list, item);
}

std::vector<TimelineItem> author_timeline(const ReadTxn& txn, const Home& home, Id author,
                                          const Destination& viewer, const Window& window) {
  std::vector<Feed> sources;
  sources.emplace_back(entries_of(txn, author), window.max_id);
  return merge(txn, home, std::move(sources), {viewer}, window);
}

void walk_direct(const ReadTxn& txn, Id person, Id before, const std::function<bool(Id)>& visit) {
  std::vector<Feed> sources;
  sources.emplace_back(entries_of(txn, person), before);
  sources.emplace_back(addressed_to(txn, person), before);
  walk(std::move(sources),
       [&](const Entry& one) { return one.kind != EntryKind::post || visit(one.id); });
}

void walk_authors(const ReadTxn& txn, const std::vector<Id>& authors, Id before,
                  const std::function<bool(Entry)>& visit) {
  std::vector<Feed> sources;
  sources.reserve(authors.size());
  for (const auto author : authors) sources.emplace_back(entries_of(txn, author), before);
  walk(std::move(sources), [&](const Entry& one) { return visit({one.id, one.kind}); });
}

}  // namespace hallway
