#include "server/recent_talk.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "federation/expert_naming.h"
#include "federation/html.h"
#include "federation/policy.h"
#include "server/recurring_terms.h"
#include "storage/actors.h"
#include "storage/limited.h"
#include "storage/reactions.h"
#include "storage/search_postings.h"

namespace hallway {
namespace {

constexpr size_t kAtOnce = 500;         // posts in one look at the store
constexpr size_t kMostTexts = 3'000;    // that are read for words
constexpr size_t kMostLookedUp = 200;   // answers of one post
constexpr size_t kMostTopics = 20'000;  // tags; who has more says nothing with them
constexpr size_t kMostTags = 10;        // of one post
constexpr size_t kMostByOne = 500;      // posts by one person, ...
constexpr size_t kTextsOfOne = 50;      // ... that are read for words

std::optional<std::string> page_about(const Post& post) {
  const auto page = std::ranges::find(post.attachments, "Link", &Attachment::type);
  if (page == post.attachments.end()) return std::nullopt;
  return page->url.text();
}

class Reading {
 public:
  Reading(const TalkSources& sources, Time now) : sources_(sources), now_(now) {}

  // The next posts below the last one; false where there are no more that count.
  Result<bool> read_more() {
    const auto txn = TRY(sources_.store.read());
    size_t seen = 0;
    bool more = true;
    scan_posts(txn, last_, [&](Id id) {
      more = id >= first_id_at(now_ - kLongAgo) && ++looked_at_ <= kMostRecent;
      if (!more) return false;
      last_ = id;
      if (const auto post = find_post(txn, id)) add(txn, *post);
      return ++seen < kAtOnce;
    });
    return more && seen == kAtOnce;
  }

  // Once all is read: the words that recur become topics.
  Result<void> add_terms() {
    auto reader = sources_.index.read();
    if (!reader.ok()) return {};
    const uint64_t all = search_totals(*reader).value_or({}).posts;
    const auto posts_with = [&](const std::string& word) {
      uint64_t posts = 0;
      for (const auto& stems : stems_of(*reader, word)) {
        posts = std::max(posts, counts_of(*reader, stems).value_or({}).surely);
      }
      return posts;
    };
    auto found = terms_.found({.all = all, .with = posts_with});
    const auto txn = TRY(sources_.store.read());
    for (auto& term : found) {
      if (is_tag(txn, term.text)) continue;
      const auto number = static_cast<uint32_t>(talk_.topics.size());
      for (const auto said : term.said) talk_.said[said].topics.push_back(number);
      talk_.topics.push_back({std::move(term.text), /*tagged=*/false, std::move(term.said)});
    }
    return {};
  }

  RecentTalk take() {
    for (uint32_t n = 0; n < talk_.topics.size(); ++n) talk_.by_name[talk_.topics[n].name] = n;
    return std::move(talk_);
  }

 private:
  // Of whoever is not to be counted, nothing.
  std::optional<uint32_t> author(const ReadTxn& txn, Id id) {
    const auto [known, fresh] = authors_.try_emplace(id);
    if (!fresh) return known->second;
    const auto actor = find_actor(txn, id);
    if (!actor || is_limited(txn, *actor) || !may_be_shown(txn, sources_.home, *actor)) {
      return std::nullopt;
    }
    RecentTalk::Author one{.id = id, .since = {}, .host = host(txn, *actor)};
    one.found = actor->discoverable;
    one.person = !is_program(*actor);
    if (actor->local ? sources_.anybody_comes : one.host != 0) one.since = actor->published;
    known->second = static_cast<uint32_t>(talk_.authors.size());
    talk_.authors.push_back(one);
    return known->second;
  }
  uint32_t host(const ReadTxn& txn, const Actor& actor) {
    if (actor.local) return 0;
    const auto [known, fresh] = hosts_.try_emplace(actor.iri.domain().text());
    if (!fresh) return known->second;
    const auto relation = relation_to(txn, sources_.home, actor.iri.domain());
    const bool agreed = relation == Relation::sibling || relation == Relation::partner;
    return known->second = agreed ? 0 : static_cast<uint32_t>(hosts_.size());
  }
  bool is_tag(const ReadTxn& txn, const std::string& term) const {
    std::string joined;
    std::ranges::copy_if(term, std::back_inserter(joined), [](char c) { return c != ' '; });
    if (tags_.contains(joined)) return true;
    bool any = false;
    scan_tag(txn, joined, Id{}, [&](Id) {
      any = true;
      return false;
    });
    return any;
  }

  // Each other person once; of a host with which nothing was agreed no more than count together.
  class Heard {
   public:
    Heard(const ReadTxn& txn, Reading& reading, Id author)
        : txn_(txn), reading_(reading), author_(author) {}
    void add(Id person) {
      if (person == author_ || all_.size() >= kMostHeard || all_.contains(person)) return;
      const auto known = reading_.author(txn_, person);
      if (!known) return;
      const auto& one = reading_.talk_.authors[*known];
      if (!one.person || one.since > reading_.now_ - days(1)) return;
      if (one.host != 0 && ++of_host_[one.host] > kMostOfStrange) return;
      all_.insert(person);
    }
    [[nodiscard]] std::vector<Id> all() const { return {all_.begin(), all_.end()}; }

   private:
    const ReadTxn& txn_;
    Reading& reading_;
    const Id author_;
    std::set<Id> all_;
    std::map<uint32_t, size_t> of_host_;
  };
  std::vector<Id> heard(const ReadTxn& txn, const Post& post) {
    Heard heard(txn, *this, post.author);
    for (const Id id : list_reacting(txn, post.id, Id{}, kMostHeard)) heard.add(id);
    for (const Id id : list_boosting(txn, post.id, Id{}, kMostHeard)) heard.add(id);
    for (const Id id : find_replies(txn, post.id, kMostLookedUp)) {
      const auto answer = find_post(txn, id);
      if (answer && !answer->gone && is_open(*answer)) heard.add(answer->author);
    }
    return heard.all();
  }

  uint32_t topic(const std::string& tag) {
    const auto [known, fresh] = tags_.try_emplace(tag, static_cast<uint32_t>(talk_.topics.size()));
    if (fresh) talk_.topics.push_back({.name = tag, .tagged = true, .said = {}});
    return known->second;
  }
  void add_topics(const Post& post, uint32_t number, RecentTalk::Said& said) {
    for (const auto& tag : post.tags) {
      if (said.topics.size() == kMostTags) break;
      if (!tags_.contains(tag) && tags_.size() >= kMostTopics) continue;
      const auto at = topic(tag);
      if (std::ranges::find(said.topics, at) != said.topics.end()) continue;
      said.topics.push_back(at);
      talk_.topics[at].said.push_back(number);
    }
  }
  void add_page(const Post& post, uint32_t number) {
    const auto address = page_about(post);
    if (!address) return;
    const auto [known, fresh] =
        pages_.try_emplace(*address, static_cast<uint32_t>(talk_.pages.size()));
    if (fresh) talk_.pages.push_back({.address = *address, .said = {}});
    talk_.pages[known->second].said.push_back(number);
  }

  void add(const ReadTxn& txn, const Post& post) {
    if (post.gone || post.visibility != Visibility::public_) return;
    if (post.approval == Approval::lacking) return;
    const auto by = author(txn, post.author);
    if (!by || !talk_.authors[*by].found) return;
    const size_t by_them = ++written_[*by];
    if (by_them > kMostByOne) return;
    const auto number = static_cast<uint32_t>(talk_.said.size());
    RecentTalk::Said said{.post = post.id, .author = *by, .topics = {}, .heard = {}};
    said.heard = heard(txn, post);
    said.anybody = post.local && may_flow(txn, sources_.home, post, Destination::anybody());
    said.alone = !post.sensitive && post.summary.empty() && post.in_reply_to.empty();
    add_topics(post, number, said);
    add_page(post, number);
    const bool is_read = post.id >= first_id_at(now_ - kThisWeek) && by_them <= kTextsOfOne;
    if (is_read && texts_++ < kMostTexts) {
      terms_.add({.said = number, .author = *by, .text = text_of_html(post.content)});
    }
    talk_.said.push_back(std::move(said));
  }

  const TalkSources& sources_;
  const Time now_;
  Id last_;
  size_t looked_at_ = 0, texts_ = 0;
  RecentTalk talk_;
  RecurringTerms terms_;
  std::unordered_map<Id, std::optional<uint32_t>> authors_;
  std::unordered_map<uint32_t, size_t> written_;  // posts, by author
  std::map<std::string, uint32_t> hosts_, tags_, pages_;
};

}  // namespace

const RecentTalk::Topic* RecentTalk::find_topic(std::string_view name) const {
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : &topics[found->second];
}

Result<RecentTalk> read_recent_talk(const TalkSources& sources, Time now) {
  Reading reading(sources, now);
  while (TRY(reading.read_more())) {
  }
  TRY(reading.add_terms());
  return reading.take();
}

}  // namespace hallway
