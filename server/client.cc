#include "server/client.h"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "server/log.h"
#include "server/look_up.h"
#include "server/transfer.h"
#include "storage/values/time.h"

namespace hallway {
namespace {

constexpr long kIdleConnections = 2'000;  // kept for reuse, two minutes at most
constexpr long kConnectionsPerHost = 64;  // more transfers to one host wait for these

}  // namespace

// libcurl's socket interface over epoll: a round costs what is ready, not what is open, so a
// thousand peers that say nothing slow nobody down.
class CurlClient::Loop {
 public:
  explicit Loop(ClientOptions options) : options_(std::move(options)) {}
  ~Loop();
  Result<void> start();
  void submit(OutboundRequest request, Done done);
  // The same by way of a proxy: finds out first where it would lead.
  void submit_to_proxy(OutboundRequest request, Done done);
  [[nodiscard]] ClientStats stats() const;

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* known);
  static int on_timer(CURLM* multi, long timeout_ms, void* self);
  void run();
  void wait();
  void admit_waiting();
  void collect();
  void end_all();

  struct Waiting {
    OutboundRequest request;
    Done done;
    int64_t since = 0;
    std::optional<IpAddress> address = std::nullopt;  // where a proxy is to connect to
  };
  void enqueue(Waiting waiting);
  struct Running {
    std::unique_ptr<Transfer> transfer;
    Done done;
  };
  void begin(Waiting waiting);

  const ClientOptions options_;
  CURLM* multi_ = nullptr;
  int epoll_ = -1;
  int wake_ = -1;
  int64_t timer_at_ = -1;  // monotonic milliseconds; -1: none

  mutable std::mutex mutex_;
  std::deque<Waiting> queue_;
  bool stopping_ = false;

  std::unordered_map<Transfer*, Running> active_;
  std::atomic<uint64_t> active_count_ = 0, started_ = 0, succeeded_ = 0, failed_ = 0, refused_ = 0;
  std::unique_ptr<LookUp> look_up_;  // with a proxy only
  std::thread thread_;
};

Result<void> CurlClient::Loop::start() {
  // Once for the process; libcurl counts further calls.
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return fail(Code::internal, "libcurl cannot be set up");
  }
  multi_ = curl_multi_init();
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  wake_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (multi_ == nullptr || epoll_ < 0 || wake_ < 0) {
    return fail(Code::unavailable, "the system refuses an event queue");
  }
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Loop::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Loop::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kIdleConnections);
  curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, kConnectionsPerHost);
  if (!options_.proxy.empty()) {
    look_up_ = std::make_unique<LookUp>(LookUpOptions{.most_waiting = options_.max_queue});
  }
  thread_ = std::thread([this] { run(); });
  return {};
}

CurlClient::Loop::~Loop() {
  look_up_.reset();  // what it still answers must find the loop
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) {
    eventfd_write(wake_, 1);
    thread_.join();
  }
  if (multi_ != nullptr) curl_multi_cleanup(multi_);
  if (wake_ >= 0) close(wake_);
  if (epoll_ >= 0) close(epoll_);
}

void CurlClient::Loop::submit(OutboundRequest request, Done done) {
  if (look_up_) return submit_to_proxy(std::move(request), std::move(done));
  enqueue({std::move(request), std::move(done), monotonic_ms()});
}

void CurlClient::Loop::submit_to_proxy(OutboundRequest request, Done done) {
  const auto waiting =
      std::make_shared<Waiting>(Waiting{std::move(request), std::move(done), monotonic_ms()});
  const std::string host(waiting->request.url.host());
  const auto answer = [this, waiting](const std::vector<IpAddress>& addresses) {
    const auto& url = waiting->request.url;
    for (const auto& address : addresses) {
      if (!may_connect(address, waiting->request.permits)) continue;
      waiting->address = address;
      return enqueue(std::move(*waiting));
    }
    ++failed_;
    if (addresses.empty()) {
      return waiting->done(fail(Code::unavailable, url.text() + ": its name means nothing here"));
    }
    ++refused_;
    log::info("client.address_refused",
              {{"url", url.text()}, {"address", to_string(addresses.front())}});
    waiting->done(address_not_permitted(url));
  };
  if (look_up_->ask(host, waiting->request.timeout, answer)) return;
  ++failed_;
  waiting->done(fail(Code::limited, "too many names of other servers wait to be looked up"));
}

void CurlClient::Loop::enqueue(Waiting waiting) {
  {
    std::lock_guard lock(mutex_);
    if (!stopping_ && queue_.size() < options_.max_queue) {
      queue_.push_back(std::move(waiting));
      if (queue_.size() == 1) eventfd_write(wake_, 1);
      return;
    }
  }
  ++failed_;
  waiting.done(fail(Code::limited, "too many requests to other servers are waiting"));
}

ClientStats CurlClient::Loop::stats() const {
  std::lock_guard lock(mutex_);
  return {.started = started_,
          .succeeded = succeeded_,
          .failed = failed_,
          .refused_addresses = refused_,
          .active = active_count_,
          .queued = queue_.size()};
}

int CurlClient::Loop::on_socket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
  auto& loop = *static_cast<Loop*>(self);
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(loop.epoll_, EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  epoll_event event{};
  event.events =
      ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
  event.data.fd = socket;
  // Any pointer but null says that epoll knows this socket.
  epoll_ctl(loop.epoll_, known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event);
  curl_multi_assign(loop.multi_, socket, self);
  return 0;
}

int CurlClient::Loop::on_timer(CURLM*, long timeout_ms, void* self) {
  static_cast<Loop*>(self)->timer_at_ = timeout_ms < 0 ? -1 : monotonic_ms() + timeout_ms;
  return 0;
}

void CurlClient::Loop::run() {
  while (true) {
    {
      std::lock_guard lock(mutex_);
      if (stopping_) break;
    }
    admit_waiting();
    wait();
    collect();
  }
  end_all();
}

void CurlClient::Loop::wait() {
  int timeout =
      timer_at_ < 0 ? -1 : static_cast<int>(std::max<int64_t>(0, timer_at_ - monotonic_ms()));
  std::array<epoll_event, 256> events;
  int count = epoll_wait(epoll_, events.data(), events.size(), timeout);
  int running = 0;
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<size_t>(i)];
    if (event.data.fd == wake_) {
      eventfd_t ignored = 0;
      eventfd_read(wake_, &ignored);
      continue;
    }
    int mask = ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
               ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
               ((event.events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
    curl_multi_socket_action(multi_, event.data.fd, mask, &running);
  }
  if (timer_at_ >= 0 && monotonic_ms() >= timer_at_) {
    timer_at_ = -1;
    curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

void CurlClient::Loop::admit_waiting() {
  while (active_.size() < options_.max_active) {
    Waiting next;
    {
      std::lock_guard lock(mutex_);
      if (queue_.empty()) return;
      next = std::move(queue_.front());
      queue_.pop_front();
    }
    begin(std::move(next));
  }
}

void CurlClient::Loop::begin(Waiting waiting) {
  ++started_;
  // The time-out is for the whole exchange, and it began when the caller sent it.
  waiting.request.timeout.ms -= monotonic_ms() - waiting.since;
  if (waiting.request.timeout.ms <= 0) {
    ++failed_;
    waiting.done(fail(Code::limited, waiting.request.url.text() + " waited too long for its turn"));
    return;
  }
  auto transfer = Transfer::prepare(std::move(waiting.request), options_, waiting.address);
  if (!transfer) {
    ++failed_;
    waiting.done(std::move(transfer).error());
    return;
  }
  Transfer* raw = transfer->get();
  if (curl_multi_add_handle(multi_, static_cast<CURL*>(raw->handle())) != CURLM_OK) {
    ++failed_;
    waiting.done(fail(Code::internal, "libcurl refuses a transfer"));
    return;
  }
  active_.emplace(raw, Running{std::move(transfer).value(), std::move(waiting.done)});
  active_count_ = active_.size();
}

void CurlClient::Loop::collect() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const int code = message->data.result;
    Transfer* raw = Transfer::of(message->easy_handle);
    curl_multi_remove_handle(multi_, message->easy_handle);
    auto node = active_.extract(raw);
    active_count_ = active_.size();
    ++(code == CURLE_OK ? succeeded_ : failed_);
    if (raw->address_refused() && code != CURLE_OK) ++refused_;
    node.mapped().done(raw->result(code));
  }
}

void CurlClient::Loop::end_all() {
  for (auto& [raw, running] : active_) {
    curl_multi_remove_handle(multi_, static_cast<CURL*>(raw->handle()));
    running.done(fail(Code::unavailable, "this node is stopping"));
  }
  active_.clear();
  std::deque<Waiting> queue;
  {
    std::lock_guard lock(mutex_);
    std::swap(queue, queue_);
  }
  for (Waiting& waiting : queue) waiting.done(fail(Code::unavailable, "this node is stopping"));
}

CurlClient::CurlClient(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
CurlClient::~CurlClient() = default;

Result<std::unique_ptr<CurlClient>> CurlClient::start(ClientOptions options) {
  auto loop = std::make_unique<Loop>(std::move(options));
  TRY(loop->start());
  return std::unique_ptr<CurlClient>(new CurlClient(std::move(loop)));
}

void CurlClient::send(OutboundRequest request, Done done) {
  loop_->submit(std::move(request), std::move(done));
}

ClientStats CurlClient::stats() const { return loop_->stats(); }

}  // namespace hallway
