#include "tests/attacks/victim.h"

#include <chrono>
#include <fstream>

#include "server/people.h"
#include "server/secrets.h"
#include "server/session.h"
#include "tests/support/eventually.h"

namespace hallway::test {
namespace {

constexpr const char* kAddress = "127.0.53.1";
constexpr const char* kToken = "the-token-of-alice";

void write_config(const std::filesystem::path& dir, uint16_t port,
                  const std::vector<std::string>& permits) {
  std::ofstream file(dir / "hallway.toml");
  file << "[node]\ndomain = \"victim.test:" << port << "\"\nport = " << port << "\nbind = \""
       << kAddress << "\"\nmode = \"open\"\n[federation]\nplain_http = true\npermit = [";
  for (const auto& permit : permits) file << '"' << permit << "\",";
  file << "]\n[limits]\nworkers = 16\nstop_seconds = 5\n[log]\nlevel = \"debug\"\n";
}

Result<void> settle_in(Node& node) {
  const auto alice = TRY(add_person(node, {.name = "alice", .role = Role::admin}));
  TRY(add_person(node, {.name = "bob"}));
  return node.writer().apply([&](WriteTxn& txn) {
    return put_token(txn, kToken,
                     {.account = alice.account.id,
                      .name = "test",
                      .scopes = "read write follow",
                      .created = node.now()});
  });
}

// The folder that every victim begins with: keys are slow to make.
struct Mould {
  Mould() : port(free_port(kAddress)) {
    write_config(dir.path(), port, {});
    const auto running = RunningNode::start(dir.path());
    EXPECT_TRUE(running.ok()) << (running.ok() ? "" : running.error().what);
    EXPECT_TRUE(settle_in((*running)->node()).ok());
  }
  TempDir dir;
  uint16_t port;
};

const Mould& mould() {
  static const Mould one;
  return one;
}

}  // namespace

Victim::Victim() {
  std::filesystem::create_directory(dir_.path() / "store");
  std::filesystem::copy_file(mould().dir.path() / "store" / "data.mdb",
                             dir_.path() / "store" / "data.mdb");
  restart({kStrangers});
}

void Victim::restart(const std::vector<std::string>& permits) {
  running_.reset();
  write_config(dir_.path(), mould().port, permits);
  auto running = RunningNode::start(dir_.path());
  EXPECT_TRUE(running.ok()) << (running.ok() ? "" : running.error().what);
  if (running) running_ = std::move(*running);
}

std::string Victim::domain() const { return "victim.test:" + std::to_string(mould().port); }

std::string Victim::at(std::string_view path) const {
  return "http://" + domain() + std::string(path);
}

OutboundRequest Victim::post(const Json& activity, const Stranger& by,
                             std::string_view path) const {
  return post_bytes(dump_json(activity), by, path);
}

OutboundRequest Victim::post_bytes(std::string body, const Stranger& by,
                                   std::string_view path) const {
  OutboundRequest request{.method = "POST", .url = iri(at(path)), .body = std::move(body)};
  const auto& [key_id, key, how] = by.sign;
  EXPECT_TRUE(sign_request(request, how, key_id, key, SystemClock().now()).ok());
  return request;
}

RawAnswer Victim::send(const OutboundRequest& request) const {
  RawConnection connection(mould().port, kAddress);
  if (!connection.ok() || !connection.send(bytes_of(request))) return {};
  return connection.read_answer(std::chrono::seconds(30), request.method == "HEAD");
}

RawAnswer Victim::get(std::string_view target, std::string_view headers) const {
  RawConnection connection(mould().port, kAddress);
  connection.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: " + domain() + "\r\n" +
                  std::string(headers) + "\r\n");
  return connection.read_answer(std::chrono::seconds(30));
}

RawAnswer Victim::get_as(const Stranger& who, std::string_view path) const {
  OutboundRequest request{.url = iri(at(path))};
  request.headers.add("Accept", std::string(kActivityJson));
  const auto& [key_id, key, how] = who.sign;
  EXPECT_TRUE(sign_request(request, how, key_id, key, SystemClock().now()).ok());
  return send(request);
}

RawAnswer Victim::page_of_alice() {
  if (cookie_.empty()) {
    const auto account = find_account(node().read().value(), "alice");
    auto secret = open_session(node(), account.value_or(Account{}).id);
    EXPECT_TRUE(secret.ok()) << (secret.ok() ? "" : secret.error().what);
    cookie_ = cookie_of(node(), std::move(secret).value_or(""));
    cookie_.erase(std::min(cookie_.find(';'), cookie_.size()));
  }
  return get("/me", "Cookie: " + cookie_ + "\r\n");
}

Json Victim::search(const std::string& text) const {
  const auto answer = get("/api/v2/search?resolve=true&q=" + percent_encode(text),
                          std::string("Authorization: Bearer ") + kToken + "\r\n");
  EXPECT_EQ(answer.status, 200) << answer.body;
  return parse_json(answer.body).value_or(Json::object());
}

Actor Victim::meet(const Stranger& stranger) {
  auto met = node().resolver().resolve_actor(iri(stranger.iri));
  EXPECT_TRUE(met.ok()) << (met.ok() ? "" : met.error().what);
  return std::move(met).value_or(Actor());
}

void Victim::put_follow(const Iri& follower, const Iri& followee, FollowState state,
                        const Iri& activity) {
  const auto put = node().writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto from = hallway::find_actor(txn, follower);
    const auto to = hallway::find_actor(txn, followee);
    if (!from || !to) return fail(Code::not_found, "no such actors");
    Follow follow{.iri = activity,
                  .follower = from->id,
                  .followee = to->id,
                  .state = state,
                  .at = node().now()};
    return hallway::put_follow(txn, follow);
  });
  EXPECT_TRUE(put.ok()) << (put.ok() ? "" : put.error().what);
}

Victim::Stored Victim::stored() {
  const auto txn = node().read();
  Stored rows;
  if (!txn) return rows;
  for (size_t i = 0; i < static_cast<size_t>(Table::count_); ++i) {
    const auto table = static_cast<Table>(i);
    rows[std::string(name_of(table))] = txn->count(table);
  }
  const auto head = last_log(*txn);
  rows["end of the log"] = head ? head->seq : 0;
  return rows;
}

std::vector<std::string> Victim::changes(const Stored& before) {
  std::vector<std::string> all;
  for (const auto& [what, rows] : stored()) {
    const auto was = before.at(what);
    // That something was refused is noted, within bounds and once a minute (storage/refused.h);
    // what is to be indexed for search is taken out meanwhile.
    const bool by_itself = what == "refusals" || (what == "search_due" && rows < was);
    if (rows == was || by_itself) continue;
    all.push_back(what + ": " + std::to_string(rows) + ", was " + std::to_string(was));
  }
  return all;
}

std::optional<Post> Victim::find_post(const std::string& address) {
  return hallway::find_post(node().read().value(), iri(address));
}

std::optional<Actor> Victim::find_actor(const std::string& address) {
  return hallway::find_actor(node().read().value(), iri(address));
}

bool Victim::settle() {
  const auto at_rest = [this] {
    const auto fetch = node().catch_up().next_due();
    const bool fetches = fetch && *fetch <= node().now();
    return !fetches && stored().at("deliveries") == 0;
  };
  return eventually(at_rest, std::chrono::seconds(20));
}

std::string bytes_of(const OutboundRequest& request) {
  std::string head = request.method + " " + std::string(request.url.target()) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers.list()) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
  const auto add_unless_there = [&](std::string_view name, const std::string& value) {
    if (request.headers.find(name)) return;
    head.append(name).append(": ").append(value).append("\r\n");
  };
  add_unless_there("Host", request.url.domain().text());
  add_unless_there("Content-Type", std::string(kActivityJson));
  add_unless_there("Content-Length", std::to_string(request.body.size()));
  return head + "\r\n" + request.body;
}

}  // namespace hallway::test
