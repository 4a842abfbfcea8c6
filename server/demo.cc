#include "server/demo.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "server/command_init.h"
#include "server/control.h"
#include "server/demo_picture.h"
#include "storage/values/crypto.h"

namespace hallway::demo {
namespace {

namespace fs = std::filesystem;

constexpr int kLookMs = 200;
constexpr int64_t kShortestPauseMs = 900, kLongestPauseMs = 3'600;
constexpr int64_t kChatForMs = 20 * 60'000;

bool port_is_free(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = ::bind(fd, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0 &&
                    ::listen(fd, 1) == 0;
  ::close(fd);
  return free;
}

void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string clock_time() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  return two(parts.tm_hour) + ":" + two(parts.tm_min) + ":" + two(parts.tm_sec);
}

int64_t ticks_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000 + now.tv_nsec / 1'000'000;
}

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

// Sleeps up to `ms`; true where a signal asks to end.
bool told_to_end(int ms) {
  const auto signals = ending_signals();
  const timespec most{ms / 1'000, (ms % 1'000) * 1'000'000L};
  return ::sigtimedwait(&signals, nullptr, &most) > 0;
}

// What the operator has set for a node of their own must not reach these.
void clear_environment() {
  for (const char* name : {"DOMAIN", "PORT", "BIND", "MODE", "NAME", "DESCRIPTION"}) {
    ::unsetenv((std::string("HALLWAY_NODE_") + name).c_str());
  }
  for (const char* name : {"HALLWAY_TLS_CERT", "HALLWAY_TLS_KEY", "HALLWAY_METRICS_PORT"}) {
    ::unsetenv(name);
  }
  ::setenv("HALLWAY_FEDERATION_PLAIN_HTTP", "true", 1);
  ::setenv("HALLWAY_FEDERATION_PERMIT", "127.0.0.0/8", 1);
}

// "design" of "@lena@design.localhost:8081".
std::string place_in(std::string_view handle) {
  const size_t at = handle.find('@', 1);
  if (at == std::string_view::npos) return "?";
  const auto domain = handle.substr(at + 1);
  return std::string(domain.substr(0, domain.find('.')));
}

// "Lena Vogel" of that; the name itself for somebody who came later.
std::string name_in(std::string_view handle) {
  if (handle.starts_with('@')) handle.remove_prefix(1);
  const auto key = handle.substr(0, handle.find('@'));
  const auto* player = find_player(key);
  return std::string(player ? player->name : key);
}

std::string quoted(const Json& entry) {
  const auto text = find_string(entry, "text").value_or("");
  return text.empty() ? std::string() : "“" + std::string(text) + "”";
}

// "Lena Vogel answers Ada Nowak: “...”"; empty for what need not be told.
std::string sentence_for(const Json& entry) {
  const auto type = find_string(entry, "type").value_or("");
  const auto who = name_in(find_string(entry, "actor").value_or(""));
  const auto about = name_in(find_string(entry, "about").value_or(""));
  const auto answers = find_string(entry, "answers");
  const auto text = quoted(entry);
  if (type == "Create" && answers) return who + " answers " + name_in(*answers) + ": " + text;
  if (type == "Create") {
    const bool picture = find_int(entry, "pictures").value_or(0) > 0;
    return who + (picture ? " shows a picture: " : " writes: ") + text;
  }
  if (type == "Like") return who + " likes what " + about + " wrote: " + text;
  if (type == "Announce") return who + " boosts " + about + ": " + text;
  if (type == "Follow") return who + " follows " + about;
  if (type == "Accept") return who + " accepts a follower";
  if (type == "Update") return who + " edits " + (text.empty() ? "their profile" : text);
  if (type == "Delete") return who + " deletes a post";
  if (type == "Undo") return who + " takes something back";
  return who + ": " + std::string(type);
}

std::string padded(std::string text, size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

Result<std::unique_ptr<Stage>> Stage::set_up(Settings settings) {
  const auto signals = ending_signals();
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  clear_environment();
  std::unique_ptr<Stage> stage(new Stage(std::move(settings)));
  TRY(stage->check_ports());
  TRY(stage->make_folder());
  TRY(stage->make_nodes());
  TRY(stage->start_nodes());
  if (stage->fresh_) {
    TRY(stage->introduce());
    TRY(stage->move_in());
  }
  TRY(stage->skip_past());
  return stage;
}

Stage::~Stage() {
  for (auto& node : nodes_) node->stop();
  nodes_.clear();
  std::error_code ignored;
  if (temporary_) fs::remove_all(folder_, ignored);
}

Result<void> Stage::check_ports() const {
  for (const auto port : settings_.ports) {
    if (port_is_free(port)) continue;
    return fail(Code::unavailable, "port " + std::to_string(port) +
                                       " is taken; choose others with --ports, as in: "
                                       "hallway demo --ports 9080,9081,9082");
  }
  return {};
}

Result<void> Stage::make_folder() {
  std::error_code error;
  if (!settings_.folder.empty()) {
    folder_ = fs::absolute(settings_.folder);
    fs::create_directories(folder_, error);
    if (error) return fail(Code::unavailable, folder_.string() + ": " + error.message());
    return {};
  }
  auto path = (fs::temp_directory_path(error) / "hallway-demo.XXXXXX").string();
  if (!::mkdtemp(path.data())) return fail(Code::unavailable, path + " cannot be made");
  folder_ = path;
  temporary_ = true;
  return {};
}

std::string Stage::domain_of(size_t place) const {
  return std::string(places()[place].key) + ".localhost:" + std::to_string(settings_.ports[place]);
}

std::string Stage::handle_of(const Player& player) const {
  return "@" + std::string(player.key) + "@" + domain_of(player.place);
}

Result<void> Stage::make_nodes() {
  for (size_t place = 0; place < kPlaces; ++place) {
    const auto dir = folder_ / places()[place].key;
    std::error_code ignored;
    if (fs::exists(dir / "hallway.toml", ignored)) {
      fresh_ = false;
      continue;
    }
    TRY(init_node(dir, {.domain = domain_of(place), .port = settings_.ports[place]}));
  }
  return {};
}

Result<void> Stage::start_nodes() {
  for (size_t place = 0; place < kPlaces; ++place) {
    const auto& here = places()[place];
    const std::vector<std::string> variables{
        "HALLWAY_NODE_NAME=" + std::string(here.name),
        "HALLWAY_NODE_DESCRIPTION=" + std::string(here.description), "HALLWAY_LIMITS_WORKERS=8"};
    nodes_.push_back(TRY(ChildNode::start(folder_ / here.key, variables)));
    told_.push_back(0);
  }
  return {};
}

Result<Json> Stage::ask(size_t place, std::string_view command, const Json& arguments) const {
  auto answer = TRY(ask_running_node(nodes_[place]->dir(), command, arguments));
  if (!answer) {
    return fail(Code::unavailable, "the node of " + std::string(places()[place].name) +
                                       " has ended; see " +
                                       (nodes_[place]->dir() / "log").string());
  }
  return std::move(*answer);
}

// Engineering and Design are siblings; Acme is a partner of both.
Result<void> Stage::introduce() {
  for (size_t here = 0; here < kPlaces; ++here) {
    for (size_t there = 0; there < kPlaces; ++there) {
      if (here == there) continue;
      const bool partner = places()[here].key == "acme" || places()[there].key == "acme";
      TRY(ask(here, "partner add",
              {{"domain", domain_of(there)}, {"relation", partner ? "partner" : "sibling"}}));
    }
  }
  return {};
}

Result<void> Stage::move_in() {
  std::array<bool, kPlaces> led{};
  for (const auto& player : cast()) {
    const bool leads = !std::exchange(led[player.place], true);
    TRY(ask(player.place, "account add",
            {{"name", player.key},
             {"display_name", player.name},
             {"bio", player.bio},
             {"skills", Json::array({player.skills})},
             {"role", leads ? "admin" : "member"}}));
  }
  return {};
}

// Only what happens from now on is told.
Result<void> Stage::skip_past() {
  for (size_t place = 0; place < kPlaces; ++place) {
    const auto answer = TRY(ask(place, "activity", {{"limit", 1}}));
    told_[place] = find_int(answer, "last").value_or(0);
  }
  return {};
}

Result<void> Stage::print_programme() {
  say("");
  for (size_t place = 0; place < kPlaces; ++place) {
    const auto* relation = places()[place].key == "acme" ? "partner of both" : "department";
    say(padded(std::string(places()[place].name), 14) + padded(relation, 17) + "http://" +
        domain_of(place) + "/");
  }
  say("\nSign in as one of them (each link works once, for 15 minutes):");
  std::array<bool, kPlaces> led{};
  for (const auto& player : cast()) {
    if (std::exchange(led[player.place], true)) continue;
    const auto answer = TRY(ask(player.place, "account link", {{"name", player.key}}));
    say("  " + padded(std::string(player.name), 12) +
        std::string(find_string(answer, "link").value_or("")));
  }
  say("\nData and logs: " + folder_.string() + (temporary_ ? " (removed at the end)" : ""));
  say("What flows between them, as it happens; Ctrl-C ends it.\n");
  return {};
}

std::string Stage::with_handles(std::string_view text) const {
  std::string out;
  while (!text.empty()) {
    const size_t open = std::min(text.find('{'), text.size());
    const size_t close = text.find('}', open);
    out.append(text.substr(0, open));
    if (close == std::string_view::npos) break;
    const auto* player = find_player(text.substr(open + 1, close - open - 1));
    if (player) out += handle_of(*player);
    text.remove_prefix(close + 1);
  }
  return out;
}

Result<void> Stage::play(const Line& line) {
  const auto* player = find_player(line.who);
  if (!player) return fail(Code::internal, "nobody in the demo is " + std::string(line.who));
  Json arguments{{"as", line.who}};
  if (line.deed == Deed::follow) {
    const auto* other = find_player(line.what);
    arguments["handle"] = other ? handle_of(*other) : std::string(line.what);
    TRY(ask(player->place, "follow", arguments));
    return {};
  }
  if (line.deed == Deed::like || line.deed == Deed::boost) {
    const auto found = written_.find(line.what);
    if (found == written_.end()) return {};  // what they would like was never written
    arguments["post"] = found->second;
    TRY(ask(player->place, line.deed == Deed::like ? "like" : "boost", arguments));
    return {};
  }
  arguments["text"] = with_handles(line.text);
  if (!line.label.empty()) arguments["label"] = line.label;
  if (!line.picture.empty()) {
    arguments["image_bytes"] = base64(draw_picture(line.picture));
    arguments["alt"] = line.alt;
  }
  if (const auto found = written_.find(line.to); found != written_.end()) {
    arguments["reply_to"] = found->second;
  }
  const auto answer = TRY(ask(player->place, "post", arguments));
  written_[std::string(line.what)] = find_string(answer, "iri").value_or("");
  return {};
}

Result<void> Stage::tell() {
  for (size_t place = 0; place < nodes_.size(); ++place) {
    const auto answer = TRY(ask(place, "activity", {{"after", told_[place]}, {"limit", 200}}));
    for (const auto* entry : find_list(answer, "entries")) {
      told_[place] = find_int(*entry, "seq").value_or(told_[place]);
      tell_entry(place, *entry);
    }
  }
  return {};
}

void Stage::tell_entry(size_t place, const Json& entry) {
  const auto source = find_string(entry, "source").value_or("");
  const auto type = find_string(entry, "type").value_or("");
  if (source == "admin" || source == "fetch") return;
  const std::string here(places()[place].key);
  std::string way = here;
  if (source == "inbox") {
    way = padded(place_in(find_string(entry, "actor").value_or("")), 11) + " → " + here;
  } else if (type == "Accept" || type == "Follow") {
    return;  // told where it arrives
  }
  // "→" is three bytes and one column.
  say(clock_time() + "  " + padded(way, source == "inbox" ? 28 : 26) + sentence_for(entry));
}

// One line after the other, then small things for a while: likes and boosts of what there is.
Result<void> Stage::perform() {
  const int64_t began = ticks_ms();
  int64_t next = began;
  size_t opened = fresh_ ? 0 : opening().size(), talked = fresh_ ? 0 : talk().size();
  uint64_t turn = 0;
  for (;;) {
    if (settings_.seconds && ticks_ms() - began >= *settings_.seconds * 1'000) return {};
    while (opened < opening().size()) TRY(play(opening()[opened++]));
    if (ticks_ms() >= next && ticks_ms() - began < kChatForMs) {
      if (talked < talk().size()) {
        TRY(play(talk()[talked++]));
      } else {
        chat(++turn);
      }
      next = ticks_ms() + kShortestPauseMs +
             static_cast<int64_t>(++turn * 7'919 % (kLongestPauseMs - kShortestPauseMs));
    }
    TRY(tell());
    if (std::ferror(stdout) || told_to_end(kLookMs)) return {};
  }
}

// Somebody likes something, now and then boosts it. What cannot be done (liked already) is no harm.
void Stage::chat(uint64_t turn) {
  if (written_.empty()) return;
  const auto& player = cast()[turn * 5 % cast().size()];
  const auto chosen = std::next(written_.begin(), static_cast<long>(turn * 7 % written_.size()));
  const auto done = play(
      {.deed = turn % 4 == 0 ? Deed::boost : Deed::like, .who = player.key, .what = chosen->first});
  if (!done.ok() && done.error().code == Code::unavailable) say("(" + done.error().what + ")");
}

}  // namespace hallway::demo
