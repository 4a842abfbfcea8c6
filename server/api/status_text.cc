#include "server/api/status_text.h"

#include <array>
#include <span>

#include "server/api/passing.h"
#include "storage/follows.h"

namespace hallway::api {
namespace {

using Kind = Pieces::Kind;

// What a piece says of others than its own (how whom it mentions is called, where somebody moved)
// is true to within so long.
constexpr int64_t kLongestMs = 10LL * 60 * 1000;

constexpr size_t kUsualSize = 2'048;  // of a status

uint64_t mix(uint64_t stamp, uint64_t more) {
  return (stamp ^ (more + 0x9e3779b97f4a7c15 + (stamp << 6) + (stamp >> 2))) | 1;
}

uint64_t age_of(Time now) { return static_cast<uint64_t>(now.ms / kLongestMs); }

// What the pieces of each kind are made of, as far as it changes with them.
constexpr std::array kOfStatus = {Table::posts};
constexpr std::array kOfAccount = {Table::actors, Table::by_author, Table::tallies,
                                   Table::followers, Table::follows};

std::span<const Table> tables_of(Kind kind) {
  switch (kind) {
    case Kind::account: return kOfAccount;
    case Kind::status:
    case Kind::boost: break;
    case Kind::untouched: return touching_tables();
  }
  return kOfStatus;
}

// From which commit on a piece of that kind is right without a look at its stamp.
uint64_t last_change(const ReadTxn& txn, Kind kind) {
  const auto last = txn.last_written(tables_of(kind));
  return last <= txn.commit_number() ? last : UINT64_MAX;
}

uint64_t status_stamp(const View& view, Id post) {
  return mix(post_stamp(view.txn, post), age_of(view.now));
}

// An account tells what it wrote last, and how much there is of it.
uint64_t account_stamp(const View& view, Id actor) {
  uint64_t stamp = mix(actor_stamp(view.txn, actor), age_of(view.now));
  scan_author(view.txn, actor, Id{}, [&](Entry entry) {
    stamp = mix(stamp, entry.id.value);
    return false;
  });
  for (const size_t count : {count_entries(view.txn, actor, 10'000),
                             count_followers(view.txn, actor), count_following(view.txn, actor)}) {
    stamp = mix(stamp, count);
  }
  return stamp;
}

// Without its braces.
std::string members_of(const Json& object) {
  const auto text = dump_json(object);
  return text.substr(1, text.size() - 2);
}

void append(std::string& out, bool value) { out += value ? "true" : "false"; }
void append(std::string& out, size_t value) { out += std::to_string(value); }
void append(std::string& out, const JsonText& value) { out += value.text; }
void append(std::string& out, const Json& value) {
  if (value.is_null()) {
    out += "null";
  } else if (value.empty() && value.is_array()) {
    out += "[]";
  } else {
    out += dump_json(value);
  }
}

// The texts of one page.
class Page {
 public:
  Page(Pieces& pieces, const View& view, size_t items)
      : pieces_(pieces), view_(view), age_(age_of(view.now)) {
    for (const auto kind : {Kind::account, Kind::status, Kind::boost, Kind::untouched}) {
      last_change_.at(static_cast<size_t>(kind)) = last_change(view.txn, kind);
    }
    out_.reserve(items * kUsualSize);
  }

  void add(const TimelineItem& item) {
    if (out_.size() > 1) out_ += ",";
    item.boost ? add_boost(item.post, *item.boost) : add_status(item.post, passing_of(item.post));
  }
  std::string take() { return std::move(out_ += "]"); }

 private:
  void add_status(const Post& post, const std::string& passing) {
    out_ += "{";
    append_piece(
        Kind::status, post.id, [&] { return status_stamp(view_, post.id); }, out_,
        [&] { return members_of(lasting_status_json(view_, post)); });
    out_ += ",\"reblog\":null";
    close(post.author, passing);
  }

  void add_boost(const Post& post, const Boost& boost) {
    const auto passing = passing_of(post);
    out_ += "{";
    append_piece(
        Kind::boost, boost.id, [&] { return status_stamp(view_, post.id); }, out_,
        [&] { return members_of(lasting_boost_json(view_, post, boost)); });
    out_ += ",\"reblog\":";
    add_status(post, passing);
    close(boost.actor, passing);
  }

  void close(Id author, const std::string& passing) {
    out_ += ",\"account\":";
    out_ += account_of(author);
    out_ += passing;
    out_ += "}";
  }

  std::string passing_of(const Post& post) {
    std::string out;
    for_each_passing(view_, post, touches(post), [&](const char* name, const auto& value) {
      out.append(",\"").append(name).append("\":");
      append(out, value);
    });
    return out;
  }

  Touches touches(const Post& post) {
    std::string none;
    const auto last = last_change_.at(static_cast<size_t>(Kind::untouched));
    if (pieces_.append_as_of(Kind::untouched, post.id, last, age_, none)) return {};
    if (!is_untouched(view_.txn, post)) return touches_of(view_, post);
    pieces_.keep(Kind::untouched, post.id, made(/*stamp=*/1), none);
    return {};
  }

  [[nodiscard]] Pieces::Made made(uint64_t stamp) const {
    return {.stamp = stamp, .commit = view_.txn.commit_number(), .age = age_};
  }

  // The piece, made where there is none yet.
  template <class Stamp, class Make>
  void append_piece(Kind kind, Id id, Stamp stamp, std::string& out, Make make) {
    const auto last = last_change_.at(static_cast<size_t>(kind));
    if (pieces_.append_as_of(kind, id, last, age_, out)) return;
    const auto seen = made(stamp());
    if (pieces_.append(kind, id, seen, out)) return;
    const auto text = make();
    pieces_.keep(kind, id, seen, text);
    out += text;
  }

  // A page names the same few again and again.
  const std::string& account_of(Id id) {
    const auto [place, fresh] = accounts_.try_emplace(id);
    auto& text = place->second;
    if (!fresh) return text;
    const auto actor_text = [&] {
      const auto actor = find_actor(view_.txn, id);
      return actor ? dump_json(account_json(view_, *actor)) : std::string("null");
    };
    append_piece(
        Kind::account, id, [&] { return account_stamp(view_, id); }, text, actor_text);
    return text;
  }

  Pieces& pieces_;
  const View& view_;
  const uint64_t age_;
  std::array<uint64_t, 4> last_change_{};  // by kind
  std::string out_ = "[";
  std::map<Id, std::string> accounts_;
};

}  // namespace

std::string statuses_text(Pieces& pieces, const View& view,
                          const std::vector<TimelineItem>& items) {
  Page page(pieces, view, items.size());
  for (const auto& item : items) page.add(item);
  return page.take();
}

}  // namespace hallway::api
