// HTTP framing, as a client may send it: heads, bodies by length, in chunks and compressed, several
// requests in one go; and the parameters of what comes out. The first byte says in what pieces the
// rest arrives, which must not matter.

#include <algorithm>
#include <vector>

#include "server/params.h"
#include "server/request_reader.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

constexpr size_t kMaxHead = 4'096;
constexpr size_t kMaxBody = 16'384;

std::variant<size_t, HttpRefusal> admit(const RequestHead&) { return kMaxBody; }

// Method, target and body of each request, and how the connection ended.
struct Outcome {
  std::vector<std::string> requests;
  int refused = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

void check(const Request& request) {
  hold(request.body.size() <= kMaxBody, "no body is larger than its cap");
  hold(request.path.starts_with('/') || request.path == "*", "a path begins with a slash");
  // HTTP/1.0 knows requests without.
  hold(request.host.empty() || is_host_field(request.host), "a host is one");
  (void)Params::of(request);
}

Outcome read(std::string_view bytes, size_t piece) {
  Outcome outcome;
  RequestReader reader(kMaxHead);
  while (!bytes.empty() && reader.state() != RequestReader::State::refused) {
    const auto some = bytes.substr(0, piece);
    bytes.remove_prefix(some.size());
    for (auto state = reader.feed(some, admit); state == RequestReader::State::complete;
         state = reader.feed({}, admit)) {
      const auto request = reader.take().request;
      check(request);
      outcome.requests.push_back(request.method + ' ' + request.path + '\n' + request.body);
    }
  }
  if (reader.state() == RequestReader::State::refused) outcome.refused = reader.refusal().status;
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto bytes = fuzz::text(data, size);
  if (bytes.empty()) return 0;
  const size_t piece = 1 + static_cast<uint8_t>(bytes.front()) % 64;
  bytes.remove_prefix(1);
  const auto whole = read(bytes, std::max<size_t>(bytes.size(), 1));
  hold(whole == read(bytes, piece), "it does not matter in what pieces bytes arrive");
  hold(whole.refused == 0 || whole.refused / 100 == 4 || whole.refused / 100 == 5,
       "a refusal has a status of its own");
  return 0;
}
