#include "server/pusher.h"

#include "federation/pace.h"
#include "server/push_note.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

constexpr size_t kMostAtOnce = 64;
constexpr Duration kKept = days(2);         // what is older is no news
constexpr Duration kSignedFor = hours(12);  // RFC 8292 §2: at most a day
constexpr size_t kSaltSize = 16;

}  // namespace

Result<PushKey> push_key_of(Store& store, Writer& writer) {
  const auto kept = find_push_key(TRY(store.read()));
  if (!kept.empty()) return PushKey::from_der(kept);
  auto made = TRY(PushKey::generate());
  TRY(writer.apply([&](WriteTxn& txn) { return put_push_key(txn, made.to_der()); }));
  return made;
}

Pusher::Pusher(Parts parts, PushKey key)
    : parts_(std::move(parts)), key_(std::move(key)), public_key_(base64url(key_.public_point())) {}

Pusher::~Pusher() {
  std::unique_lock lock(mutex_);
  bell_ = nullptr;
  idle_.wait(lock, [this] { return flying_.empty(); });
}

size_t Pusher::run_due() {
  struct Ready {
    Push push;
    Result<OutboundRequest> request;
  };
  std::vector<Ready> ready;
  {
    const auto txn = parts_.store.read();
    if (!txn.ok()) return 0;
    for (const auto& push : list_due_pushes(*txn, parts_.clock.now(), kMostAtOnce)) {
      if (begin(push)) ready.push_back({push, request_for(*txn, push)});
    }
  }
  // The transaction is over: none is open while something is sent.
  for (auto& [push, request] : ready) {
    if (request.ok()) {
      send(push, std::move(*request));
    } else {
      const bool over = request.error().code == Code::gone;
      write_fate(push, over ? Fate::ended : Fate::given_up, std::nullopt);
    }
  }
  return ready.size();
}

std::optional<Time> Pusher::next_due() const {
  const auto txn = parts_.store.read();
  return txn.ok() ? next_push(*txn) : std::nullopt;
}

void Pusher::on_progress(std::function<void()> bell) {
  std::lock_guard lock(mutex_);
  bell_ = std::move(bell);
}

// Fails with gone where there is nobody any more who could be told, and with anything else where
// there is nothing to be told.
Result<OutboundRequest> Pusher::request_for(const ReadTxn& txn, const Push& push) const {
  const Time now = parts_.clock.now();
  const auto token = find_token(txn, push.token, now);
  const auto subscription = find_push_subscription(txn, push.person, push.token);
  if (!token || !subscription) return fail(Code::gone, "the subscription is over");
  if (now - push.created > kKept) return fail(Code::limited, "it took too long");
  const auto notification = find_notification(txn, push.person, push.notification);
  const auto shown = notification ? find_shown(txn, parts_.home, *notification) : std::nullopt;
  if (!shown) return fail(Code::not_found, "there is nothing to be told any more");
  const auto once = TRY(PushKey::generate());
  OutboundRequest request{
      .method = "POST", .url = subscription->endpoint, .permits = parts_.permits};
  request.body = TRY(seal_push(push_note(parts_.home, *notification, *shown),
                               {subscription->p256dh, subscription->auth}, once,
                               parts_.random.bytes(kSaltSize)));
  request.headers = {
      {"Authorization", vapid_header(key_, request.url, parts_.home.base, now + kSignedFor)},
      {"Content-Encoding", "aes128gcm"},
      {"Content-Type", "application/octet-stream"},
      {"TTL", std::to_string(kKept.ms / 1'000)},
      {"Urgency", "normal"}};
  return request;
}

void Pusher::send(const Push& push, OutboundRequest request) {
  parts_.client.send(std::move(request), [this, push](const Result<OutboundResponse>& answer) {
    take_answer(push, answer);
  });
}

void Pusher::take_answer(const Push& push, const Result<OutboundResponse>& answer) {
  if (!answer.ok()) {
    const auto code = answer.error().code;
    const bool may_pass = code == Code::unavailable || code == Code::limited;
    return write_fate(push, may_pass ? Fate::again : Fate::given_up, std::nullopt);
  }
  const int status = answer->status;
  if (status / 100 == 2) return write_fate(push, Fate::delivered, std::nullopt);
  if (status == 404 || status == 410) return write_fate(push, Fate::ended, std::nullopt);
  const bool may_pass = status == 429 || status / 100 == 5;
  write_fate(push, may_pass ? Fate::again : Fate::given_up,
             asked_pause(*answer, parts_.clock.now()));
}

void Pusher::write_fate(Push push, Fate fate, std::optional<Duration> pause) {
  switch (fate) {
    case Fate::delivered: ++figures_.delivered; break;
    case Fate::again: ++figures_.retried; break;
    case Fate::given_up: ++figures_.given_up; break;
    case Fate::ended: ++figures_.ended; break;
  }
  if (fate == Fate::again) {
    push.next = parts_.clock.now() + pause.value_or(row_pause(push.attempts, parts_.random));
    ++push.attempts;
  }
  parts_.writer.submit(
      [push, fate](WriteTxn& txn) -> Result<void> {
        if (fate == Fate::ended) TRY(erase_push_subscription(txn, push.person, push.token));
        if (fate != Fate::again) return erase_push(txn, push);
        auto again = push;
        return put_push(txn, again);
      },
      [this, push](const Result<void>&) { end(push); });
}

bool Pusher::begin(const Push& push) {
  std::lock_guard lock(mutex_);
  return flying_.size() < kMostAtOnce && flying_.emplace(push.person, push.id).second;
}

void Pusher::end(const Push& push) {
  std::lock_guard lock(mutex_);
  flying_.erase({push.person, push.id});
  if (bell_) bell_();
  if (flying_.empty()) idle_.notify_all();
}

}  // namespace hallway
