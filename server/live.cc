#include "server/live.h"

#include <algorithm>
#include <deque>

#include "server/api/notifications.h"
#include "server/live_telling.h"
#include "server/oauth/scopes.h"
#include "server/web_socket.h"
#include "storage/accounts.h"
#include "storage/log.h"
#include "storage/notifications.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr size_t kEntriesAtOnce = 256;  // in one read transaction
constexpr size_t kEntriesBehind = 64;   // for one who is behind
constexpr size_t kEnoughWaiting = 64 * 1024;
constexpr Duration kCheckEvery = minutes(1);
constexpr uint16_t kPolicyViolation = 1008;  // RFC 6455 §7.4.1

using Dialect = Subscriber::Dialect;

bool is_written(const Tables& written, Table table) {
  return written.test(static_cast<size_t>(table));
}

uint64_t end_of_log(const ReadTxn& txn) {
  const auto last = last_log(txn);
  return last ? last->seq : 0;
}

bool is_welcome(const ReadTxn& txn, const Subscriber::Who& who, Time now) {
  const auto token = find_token(txn, who.token, now);
  if (!token || token->account != who.account) return false;
  const auto account = find_account(txn, who.account);
  return account && !account->disabled;
}

std::vector<Notification> notifications_after(const ReadTxn& txn, Id person, Id after) {
  std::vector<Notification> found;
  scan_notifications(txn, person, Id{}, [&](const Notification& one) {
    if (one.id <= after) return false;
    found.push_back(one);
    return true;
  });
  std::ranges::reverse(found);
  return found;
}

// {"type": "subscribe", "stream": "hashtag", "tag": "tea"}
Result<void> obey(Subscriber& subscriber, const std::string& message) {
  const auto said = TRY(parse_json(message));
  const auto type = find_string(said, "type").value_or("");
  const auto tag = find_string(said, "tag"), list = find_string(said, "list");
  auto channel = TRY(parse_channel(find_string(said, "stream").value_or(""),
                                   {.tag = tag.value_or(""), .list = list.value_or("")}));
  auto& channels = subscriber.channels;
  if (type == "unsubscribe") {
    std::erase(channels, channel);
    return {};
  }
  if (type != "subscribe") return fail(Code::invalid, "Unknown message type");
  if (!has_scope(subscriber.who().scopes, scope_for(channel))) {
    return fail(Code::forbidden, "Access token does not cover required scopes");
  }
  if (std::ranges::find(channels, channel) != channels.end()) return {};
  if (channels.size() >= Live::kMostChannels) {
    return fail(Code::limited, "Too many streams on one connection");
  }
  channels.push_back(std::move(channel));
  return {};
}

// What one listener is told at once. The last message of each entry of the log is followed by the
// entry's position, from which they go on when the connection breaks.
class Told {
 public:
  explicit Told(const Subscriber& whom) : whom_(whom) {}

  void add(uint64_t entry, std::string_view message) {
    close(/*entry_ended=*/open_ != entry);
    open_ = entry;
    bytes_ += message;
  }

  std::string end() && {
    close(/*entry_ended=*/true);
    return std::move(bytes_);
  }

 private:
  void close(bool entry_ended) {
    if (!open_) return;
    const LivePosition position{*open_, whom_.at.notification};
    bytes_ += live_end(whom_.dialect(), entry_ended ? std::optional(position) : std::nullopt);
  }

  const Subscriber& whom_;
  std::string bytes_;
  std::optional<uint64_t> open_;  // the entry whose position is still to be named
};

}  // namespace

Live::Live(const Home& home, const Store& store, const Clock& clock)
    : home_(home), store_(store), clock_(clock) {}

LivePosition Live::present(const ReadTxn& txn, Id person) {
  LivePosition at{.log = end_of_log(txn), .notification = {}};
  scan_notifications(txn, person, Id{}, [&](const Notification& latest) {
    at.notification = latest.id;
    return false;
  });
  return at;
}

Result<void> Live::join(const std::shared_ptr<Subscriber>& subscriber) {
  {
    std::lock_guard lock(mutex_);
    std::erase_if(all_, [](const auto& one) { return one.expired(); });
    const auto same = std::ranges::count_if(all_, [&](const auto& one) {
      const auto other = one.lock();
      return other && other->who().account == subscriber->who().account;
    });
    if (same >= static_cast<std::ptrdiff_t>(kMostOfOne)) {
      return fail(Code::limited, "Too many connections of this account listen already");
    }
    all_.push_back(subscriber);
    anybody_ = true;
  }
  ring();
  return {};
}

size_t Live::listeners() const {
  std::lock_guard lock(mutex_);
  return static_cast<size_t>(
      std::ranges::count_if(all_, [](const auto& one) { return !one.expired(); }));
}

void Live::committed(const Tables& written) {
  if (!anybody_) return;
  const bool tokens = is_written(written, Table::tokens) || is_written(written, Table::accounts);
  const bool notifications = is_written(written, Table::notifications);
  if (tokens) doubted_ = true;
  if (notifications) notified_ = true;
  if (tokens || notifications || is_written(written, Table::log)) ring();
}

void Live::tell_now(Passing passing) {
  if (!anybody_) return;
  std::lock_guard lock(mutex_);
  passing_.push_back(std::move(passing));
  if (bell_) bell_();
}

void Live::ring() {
  std::lock_guard lock(mutex_);
  if (bell_) bell_();
}

void Live::on_work(std::function<void()> bell) {
  std::lock_guard lock(mutex_);
  bell_ = std::move(bell);
}

std::vector<Live::Here> Live::everybody() {
  std::lock_guard lock(mutex_);
  std::vector<Here> here;
  here.reserve(all_.size());
  std::erase_if(all_, [&](const auto& one) {
    auto subscriber = one.lock();
    if (!subscriber || !subscriber->pipe().open()) return true;
    here.push_back(std::move(subscriber));
    return false;
  });
  anybody_ = !here.empty();
  return here;
}

size_t Live::run() {
  more_ = false;
  const auto here = everybody();
  tell_passing(here);
  if (here.empty()) return 0;
  const auto txn = store_.read();
  if (!txn.ok()) return 0;
  for (const auto& one : here) {
    if (!one->placed) place(*txn, *one);
    take_messages(*one);
  }
  if (doubted_.exchange(false) || clock_.now() - checked_ >= kCheckEvery) end_unwelcome(*txn, here);
  const size_t done = tell_present(*txn, here) + tell_behind(*txn, here);
  more_ = done > 0;
  return done;
}

// A position that cannot be, of another store or from before a restore, is the present; one that
// lies too far back is as far as one may go.
void Live::place(const ReadTxn& txn, Subscriber& subscriber) const {
  const auto end = end_of_log(txn);
  auto& at = subscriber.at;
  if (at.log > end) at = present(txn, subscriber.who().person);
  if (end - at.log > kMostBehind) at.log = end - kMostBehind;
  subscriber.placed = true;
}

void Live::end_unwelcome(const ReadTxn& txn, const std::vector<Here>& here) {
  checked_ = clock_.now();
  for (const auto& one : here) {
    if (is_welcome(txn, one->who(), checked_)) continue;
    const bool socket = one->dialect() == Dialect::web_socket;
    one->pipe().close(socket ? close_frame(kPolicyViolation) : std::string());
  }
}

void Live::take_messages(Subscriber& subscriber) {
  for (const auto& message : subscriber.take_messages()) {
    const auto obeyed = obey(subscriber, message);
    if (!obeyed) send(subscriber, live_error(obeyed.error().what));
  }
}

size_t Live::tell_present(const ReadTxn& txn, const std::vector<Here>& here) {
  std::vector<Here> present;
  std::ranges::copy_if(here, std::back_inserter(present), &Subscriber::present);
  const bool notified = notified_.exchange(false);
  if (present.empty()) {
    told_ = end_of_log(txn);
    return 0;
  }
  const auto read = read_events(txn, told_, kEntriesAtOnce);
  tell(txn, read.events, present);
  for (const auto& one : present) {
    one->at.log = std::max(one->at.log, read.reached);
    if (notified) tell_notifications(txn, *one);
  }
  const auto done = read.reached - std::exchange(told_, read.reached);
  return done < kEntriesAtOnce ? 0 : done;
}

size_t Live::tell_behind(const ReadTxn& txn, const std::vector<Here>& here) {
  size_t done = 0;
  for (const auto& one : here) {
    if (one->present) continue;
    // First the bell, then the look: room that is made in between is not missed.
    one->pipe().on_room([this] { ring(); });
    if (one->pipe().waiting() > kEnoughWaiting) continue;
    const auto read = read_events(txn, one->at.log, kEntriesBehind);
    tell(txn, read.events, {one});
    one->at.log = read.reached;
    ++done;
    if (one->at.log < told_) continue;
    one->pipe().on_room(nullptr);
    one->present = true;
    tell_notifications(txn, *one);
  }
  return done;
}

void Live::tell(const ReadTxn& txn, const std::vector<LiveEvent>& events,
                const std::vector<Here>& whom) {
  std::deque<LiveTelling> tellings;
  for (const auto& event : events) tellings.emplace_back(txn, home_, event, clock_.now());
  for (const auto& one : whom) {
    Told told(*one);
    for (size_t i = 0; i < events.size(); ++i) {
      if (events[i].seq <= one->at.log) continue;
      for (const auto& channel : one->channels) {
        if (!takes(txn, home_, one->who().person, channel, events[i])) continue;
        told.add(events[i].seq, tellings[i].message(*one, channel));
        ++figures_.events;
      }
    }
    const auto bytes = std::move(told).end();
    if (!bytes.empty()) send(*one, bytes);
  }
  for (const auto& telling : tellings) figures_.rendered += telling.rendered();
}

void Live::tell_passing(const std::vector<Here>& here) {
  std::vector<Passing> all;
  {
    std::lock_guard lock(mutex_);
    all.swap(passing_);
  }
  for (const auto& passing : all) {
    for (const auto& one : here) {
      if (passing.person && one->who().person != passing.person) continue;
      for (const auto& channel : one->channels) {
        if (channel.kind != Channel::Kind::user) continue;
        send(*one, live_message(one->dialect(), channel, passing.event, passing.payload) +
                       live_end(one->dialect(), std::nullopt));
        ++figures_.events;
      }
    }
  }
}

void Live::tell_notifications(const ReadTxn& txn, Subscriber& subscriber) {
  if (!subscriber.hears_notifications()) return;
  const Id person = subscriber.who().person;
  const api::View view{.txn = txn, .home = home_, .viewer = person, .now = clock_.now()};
  for (const auto& one : notifications_after(txn, person, subscriber.at.notification)) {
    subscriber.at.notification = one.id;
    const auto json = api::notification_json(view, one);
    if (!json) continue;
    ++figures_.rendered;
    const auto payload = dump_json(*json);
    std::string bytes;
    for (const auto& channel : subscriber.channels) {
      if (!channel.tells_notifications()) continue;
      bytes += live_message(subscriber.dialect(), channel, "notification", payload);
      ++figures_.events;
    }
    send(subscriber, bytes + live_end(subscriber.dialect(), subscriber.at));
  }
}

void Live::send(Subscriber& subscriber, std::string_view bytes) {
  if (subscriber.pipe().open() && !subscriber.pipe().put(bytes)) ++figures_.broken;
}

}  // namespace hallway
