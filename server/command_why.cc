// hallway why: why something was or was not delivered to a domain, and what was refused from one.

#include "federation/why.h"
#include "server/commands.h"
#include "server/node.h"
#include "storage/peers.h"

namespace hallway {
namespace {

std::string time_text(Time at) { return at.ms ? to_rfc3339(at) : std::string(); }

// What an operator has at hand: an id, a page's address, or a number out of the API.
Result<Iri> object_named(Node& node, const std::string& text) {
  if (const auto id = parse_id(text)) {
    const auto post = find_post(TRY(node.read()), *id);
    if (!post) return fail(Code::not_found, "there is no post " + text);
    return post->iri;
  }
  const auto iri = TRY(Iri::parse(text));
  if (!node.home().owns(iri)) return iri;
  const auto found = node.resolver().resolve_address(iri);  // ours: nobody is asked
  const auto post = found && found->post ? find_post(TRY(node.read()), *found->post) : std::nullopt;
  return post ? post->iri : iri;
}

Json passage_json(const Passage& passage) {
  if (passage.owed) {
    const auto& row = passage.waits;
    return {{"activity", passage.type},  {"state", "owed"},
            {"inbox", row.inbox.text()}, {"since", time_text(row.created)},
            {"attempts", row.attempts},  {"next", time_text(row.next)},
            {"why", row.error}};
  }
  const auto& row = passage.ended;
  return {{"activity", passage.type},
          {"state", row.delivered ? "delivered" : "given up"},
          {"inbox", row.inbox.text()},
          {"since", time_text(row.created)},
          {"attempts", row.attempts},
          {"at", time_text(row.at)},
          {"why", row.why}};
}

Json peer_json(const ReadTxn& txn, const Home& home, const Domain& domain) {
  const auto peer = find_peer(txn, domain).value_or(Peer{});
  return {{"relation", name_of(relation_to(txn, home, domain))},
          {"failures", peer.failures},
          {"down_since", time_text(peer.down_since)},
          {"next_try", time_text(peer.retry)},
          {"last_success", time_text(peer.last_success)}};
}

Result<Json> why_outbound(Node& node, const std::string& object, const std::string& domain_text) {
  const auto domain = TRY(Domain::parse(domain_text));
  const auto iri = TRY(object_named(node, object));
  const auto txn = TRY(node.read());
  const auto found = TRY(explain(txn, node.home(), iri, domain));
  Json recipients = Json::array(), deliveries = Json::array();
  for (const auto& one : found.recipients) {
    recipients.push_back({{"handle", "@" + one.handle}, {"inbox", one.inbox.text()}});
  }
  for (const auto& one : found.passages) deliveries.push_back(passage_json(one));
  return Json{{"object", found.object},
              {"domain", domain.text()},
              {"allowed", found.verdict.allowed},
              {"why", found.verdict.why},
              {"peer", peer_json(txn, node.home(), domain)},
              {"recipients", std::move(recipients)},
              {"deliveries", std::move(deliveries)}};
}

Result<Json> why_inbound(Node& node, const std::string& domain) {
  Json list = Json::array();
  for (const auto& one : node.refusals().list(TRY(node.read()), domain)) {
    list.push_back(
        {{"at", to_rfc3339(one.at)}, {"code", one.code}, {"why", one.what}, {"from", one.from}});
  }
  return Json{{"inbound", domain}, {"refused", std::move(list)}};
}

Result<Json> why(Node& node, const Json& arguments) {
  const auto inbound = text_argument_or(arguments, "inbound", "");
  const auto object = text_argument_or(arguments, "object", "");
  const auto domain = text_argument_or(arguments, "domain", "");
  if (!inbound.empty()) {
    if (!object.empty()) return fail(Code::invalid, "say either OBJECT DOMAIN or --inbound DOMAIN");
    if (inbound == "unsigned") return why_inbound(node, inbound);
    return why_inbound(node, TRY(Domain::parse(inbound)).text());
  }
  if (object.empty() || domain.empty()) {
    return fail(Code::invalid,
                "say what and where, as in: hallway why --data DIR OBJECT DOMAIN; or --inbound "
                "DOMAIN for what was refused from there");
  }
  return why_outbound(node, object, domain);
}

std::string print_delivery(const Json& one) {
  const auto attempts = find_int(one, "attempts").value_or(0);
  std::string text = "  " + text_field(one, "activity") + " to " + text_field(one, "inbox") + ": " +
                     text_field(one, "state");
  if (const auto at = text_field(one, "at"); !at.empty()) text += " at " + at;
  text += ", owed since " + text_field(one, "since") + ", " + std::to_string(attempts) +
          (attempts == 1 ? " attempt" : " attempts");
  if (const auto why = text_field(one, "why"); !why.empty()) text += ", " + why;
  if (const auto next = text_field(one, "next"); !next.empty()) text += ", next try " + next;
  return text + "\n";
}

std::string print_outbound(const Json& answer) {
  const auto* peer = find_member(answer, "peer");
  std::string text = text_field(answer, "object") + "\n";
  text += std::string(find_bool(answer, "allowed").value_or(false) ? "may" : "may not") +
          " go to " + text_field(answer, "domain") + ": " + text_field(answer, "why") + "\n";
  if (peer) {
    text += "relation: " + text_field(*peer, "relation") + "\n";
    if (const auto since = text_field(*peer, "down_since"); !since.empty()) {
      text += "it has not answered since " + since + "; next try " + text_field(*peer, "next_try") +
              "\n";
    }
  }
  const auto recipients = find_list(answer, "recipients");
  text += recipients.empty() ? "for nobody there\n" : "for:\n";
  for (const auto* one : recipients) {
    text += "  " + text_field(*one, "handle") + " at " + text_field(*one, "inbox") + "\n";
  }
  const auto deliveries = find_list(answer, "deliveries");
  text +=
      deliveries.empty() ? "no delivery there is owed, or was within 30 days\n" : "deliveries:\n";
  for (const auto* one : deliveries) text += print_delivery(*one);
  return text;
}

std::string print_why(const Json& answer) {
  if (!find_member(answer, "inbound")) return print_outbound(answer);
  std::string text;
  for (const auto* one : find_list(answer, "refused")) {
    text += text_field(*one, "at") + "  " + text_field(*one, "code") + "  " +
            text_field(*one, "why") + "  from " + text_field(*one, "from") + "\n";
  }
  if (!text.empty()) return text;
  return "Nothing from " + text_field(answer, "inbound") +
         " was refused or ignored within the last 30 days.\n";
}

}  // namespace

std::vector<Command> why_commands() {
  return {{.name = "why",
           .sentence =
               "Say why something was or was not delivered to a domain, or what was refused "
               "from one",
           .arguments = {{"--data", "data", "The node's data folder", true},
                         {"OBJECT", "object", "The address of a post or activity, or a post's id"},
                         {"DOMAIN", "domain", "Where to"},
                         {"--inbound", "inbound",
                          "The domain whose last refused or ignored activities are to be listed; "
                          "\"unsigned\" for those without a signature"}},
           .run = why,
           .print = print_why}};
}

}  // namespace hallway
