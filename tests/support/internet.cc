#include "tests/support/internet.h"

namespace hallway::test {
namespace {

Request arriving(const OutboundRequest& sent, const std::string& from) {
  Request request;
  request.method = sent.method;
  request.target = sent.url.target();
  request.path = percent_decode(sent.url.path()).value_or(std::string(sent.url.path()));
  request.headers = sent.headers;
  if (!request.headers.find("host")) request.headers.add("Host", sent.url.domain().text());
  request.body = sent.body;
  request.scheme = sent.url.https() ? "https" : "http";
  request.host = *request.headers.find("host");
  request.peer_address = from;
  return request;
}

Error unavailable(std::string what) { return fail(Code::unavailable, std::move(what)); }

}  // namespace

class Internet::Client final : public HttpClient {
 public:
  Client(Internet& net, std::string from) : net_(net), from_(std::move(from)) {}
  void send(OutboundRequest request, Done done) override {
    net_.send({std::move(request), std::move(done), from_});
  }

 private:
  Internet& net_;
  std::string from_;
};

void Internet::serve(std::string_view origin, Handler handler) {
  const auto base = Iri::parse(origin);
  if (!base) return;
  const std::lock_guard lock(mutex_);
  hosts_[base->domain().text()].handlers[base->https()] = std::move(handler);
}

void Internet::trouble(std::string_view domain, Trouble trouble) {
  const std::lock_guard lock(mutex_);
  hosts_[std::string(domain)].trouble = std::move(trouble);
}

void Internet::place(std::string_view domain, std::string_view address) {
  const auto parsed = IpAddress::parse(address);
  const std::lock_guard lock(mutex_);
  hosts_[std::string(domain)].address = parsed ? std::optional(*parsed) : std::nullopt;
}

size_t Internet::release(std::string_view domain) {
  std::deque<Held> waiting;
  Trouble trouble;
  {
    const std::lock_guard lock(mutex_);
    const auto host = hosts_.find(domain);
    if (host == hosts_.end()) return 0;
    waiting.swap(host->second.held);
    trouble = host->second.trouble;
  }
  const size_t count = waiting.size();
  for (const auto& exchange : waiting) finish(exchange, trouble);
  return count;
}

size_t Internet::requests(std::string_view domain) const {
  const std::lock_guard lock(mutex_);
  const auto host = hosts_.find(domain);
  if (host == hosts_.end()) return 0;
  size_t sum = 0;
  for (const auto& [path, count] : host->second.counts) sum += count;
  return sum;
}

size_t Internet::requests(std::string_view domain, std::string_view path) const {
  const std::lock_guard lock(mutex_);
  const auto host = hosts_.find(domain);
  if (host == hosts_.end()) return 0;
  const auto found = host->second.counts.find(path);
  return found == host->second.counts.end() ? 0 : found->second;
}

void Internet::forget_requests() {
  const std::lock_guard lock(mutex_);
  for (auto& [domain, host] : hosts_) host.counts.clear();
}

void Internet::tap(Tap tap) {
  const std::lock_guard lock(mutex_);
  tap_ = std::move(tap);
}

HttpClient& Internet::client(std::string_view domain) {
  const std::lock_guard lock(mutex_);
  auto& client = clients_[std::string(domain)];
  if (!client) client = std::make_unique<Client>(*this, std::string(domain));
  return *client;
}

void Internet::send(Held exchange) {
  Trouble trouble;
  {
    const std::lock_guard lock(mutex_);
    const auto host = hosts_.find(exchange.request.url.domain().text());
    if (host != hosts_.end()) {
      ++host->second.counts[std::string(exchange.request.url.path())];
      trouble = host->second.trouble;
      if (trouble.hold) {
        host->second.held.push_back(std::move(exchange));
        return;
      }
    }
  }
  finish(exchange, trouble);
}

void Internet::finish(const Held& exchange, const Trouble& trouble) {
  auto outcome = answer(exchange, trouble);
  Tap tap;
  {
    const std::lock_guard lock(mutex_);
    tap = tap_;
  }
  if (tap) tap(exchange.request, outcome);
  exchange.done(std::move(outcome));
}

Result<OutboundResponse> Internet::answer(const Held& exchange, const Trouble& trouble) const {
  const auto handler = TRY(route(exchange, trouble));
  if (trouble.status) return OutboundResponse{.status = *trouble.status};
  if (trouble.redirect) {
    return OutboundResponse{.status = 302, .headers = {{"Location", *trouble.redirect}}};
  }
  const auto response = handler(arriving(exchange.request, exchange.from));
  if (trouble.drop_answer) return unavailable("the connection broke before the answer came");
  if (trouble.delay > exchange.request.timeout) return unavailable("timed out");
  if (response.body.size() > exchange.request.max_response_bytes) {
    return fail(Code::too_large, "the answer is too large");
  }
  return OutboundResponse{response.status, response.headers, response.body};
}

Result<Internet::Handler> Internet::route(const Held& exchange, const Trouble& trouble) const {
  const auto& url = exchange.request.url;
  const std::lock_guard lock(mutex_);
  const auto from = hosts_.find(exchange.from);
  if (from != hosts_.end() && from->second.trouble.down) return unavailable("cut off");
  const auto host = hosts_.find(url.domain().text());
  if (host == hosts_.end() || trouble.down) return unavailable("no connection to " + url.origin());
  if (host->second.address && !may_connect(*host->second.address, exchange.request.permits)) {
    return fail(Code::forbidden, "the address of " + url.origin() + " is not permitted");
  }
  const auto handler = host->second.handlers.find(url.https());
  if (handler == host->second.handlers.end()) {
    return unavailable("no connection to " + url.origin());
  }
  return handler->second;
}

}  // namespace hallway::test
