// hallway partner: what other domains are to this node.

#include "federation/expert_answer.h"
#include "server/commands.h"
#include "server/moderation.h"
#include "server/node.h"
#include "storage/deliveries.h"
#include "storage/log.h"
#include "storage/peers.h"

namespace hallway {
namespace {

constexpr Argument kDomain = {"DOMAIN", "domain", "The other node's domain", true};
constexpr size_t kMostDueShown = 20;

Json partner_json(const ReadTxn& txn, const Peer& peer) {
  Json permits = Json::array();
  for (const auto& permit : peer.permits) permits.push_back(to_string(permit));
  return {{"domain", peer.domain.text()},
          {"relation", name_of(peer.relation)},
          {"limited", peer.limited},
          {"asks_experts", asks_experts(peer)},
          {"answers_experts", answers_experts(peer)},
          {"experts", name_of(peer.experts)},
          {"why", peer.public_comment},
          {"note", peer.private_comment},
          {"permits", std::move(permits)},
          {"software", peer.software},
          {"first_seen", peer.first_seen.ms ? to_rfc3339(peer.first_seen) : ""},
          {"last_success", peer.last_success.ms ? to_rfc3339(peer.last_success) : ""},
          {"failures", peer.failures},
          {"down_since", peer.down_since.ms ? to_rfc3339(peer.down_since) : ""},
          {"next_try", peer.retry.ms ? to_rfc3339(peer.retry) : ""},
          {"queued", count_deliveries(txn, peer.id)}};
}

// What is owed to it first, and what became of the last attempt.
Json waiting_json(const ReadTxn& txn, const Peer& peer) {
  Json list = Json::array();
  for (const auto& row : list_due(txn, peer.id, Time{INT64_MAX}, kMostDueShown)) {
    const auto entry = find_log(txn, row.activity);
    list.push_back({{"activity", entry ? entry->type : ""},
                    {"inbox", row.inbox.text()},
                    {"since", to_rfc3339(row.created)},
                    {"attempts", row.attempts},
                    {"next", to_rfc3339(row.next)},
                    {"why", row.error}});
  }
  return list;
}

Result<Domain> domain_argument(const Node& node, const Json& arguments) {
  const auto text = TRY(text_argument(arguments, "domain"));
  auto domain = TRY(Domain::parse(text));
  if (domain == node.home().domain) {
    return fail(Code::invalid, domain.text() + " is this node itself");
  }
  return domain;
}

Result<Relation> relation_argument(const Json& arguments) {
  const auto text = TRY(text_argument(arguments, "relation"));
  const auto relation = parse_relation(text);
  if (!relation || *relation == Relation::unknown) {
    return fail(Code::invalid,
                "\"" + text + "\" is no relation; there are sibling, partner, public, blocked");
  }
  return *relation;
}

Result<ExpertConsent> experts_argument(const Json& arguments) {
  const auto text = text_argument_or(arguments, "experts", "by-relation");
  const auto consent = parse_expert_consent(text);
  if (consent) return *consent;
  return fail(Code::invalid, "--experts takes both, ask, answer, none or by-relation, and \"" +
                                 text + "\" is none of them");
}

Result<std::vector<Cidr>> permits_argument(const Json& arguments) {
  std::vector<Cidr> permits;
  for (const auto& text : list_argument(arguments, "permits")) {
    const auto cidr = Cidr::parse(text);
    if (!cidr.ok()) {
      return fail(Code::invalid, "--permit takes an address range like 10.20.0.0/16, and \"" +
                                     text + "\" is none");
    }
    permits.push_back(*cidr);
  }
  return permits;
}

Result<Json> set(Node& node, const Domain& domain, const Agreement& agreement,
                 const std::string& by) {
  const auto peer = TRY(set_agreement(node, domain, agreement, by));
  return partner_json(TRY(node.read()), peer);
}

Result<Json> partner_add(Node& node, const Json& arguments) {
  const auto domain = TRY(domain_argument(node, arguments));
  const auto relation = TRY(relation_argument(arguments));
  return set(node, domain,
             {.relation = relation,
              .permits = TRY(permits_argument(arguments)),
              .public_comment = text_argument_or(arguments, "why", ""),
              .private_comment = text_argument_or(arguments, "note", ""),
              .limited = find_bool(arguments, "limited").value_or(false),
              .experts = TRY(experts_argument(arguments))},
             who_does(arguments));
}

Result<Peer> known_partner(const ReadTxn& txn, const Domain& domain) {
  auto peer = find_peer(txn, domain);
  if (!peer || (peer->relation == Relation::unknown && !peer->limited)) {
    return fail(Code::not_found, "nothing was agreed with " + domain.text());
  }
  return std::move(*peer);
}

Result<Json> partner_remove(Node& node, const Json& arguments) {
  const auto domain = TRY(domain_argument(node, arguments));
  {
    const auto txn = TRY(node.read());
    TRY(known_partner(txn, domain));
  }
  return set(node, domain, {}, who_does(arguments));
}

Result<Json> partner_list(Node& node, const Json&) {
  const auto txn = TRY(node.read());
  Json partners = Json::array();
  for_each_peer(txn, [&](const Peer& peer) {
    if (peer.relation != Relation::unknown || peer.limited)
      partners.push_back(partner_json(txn, peer));
  });
  return Json{{"partners", std::move(partners)}};
}

Result<Json> partner_show(Node& node, const Json& arguments) {
  const auto domain = TRY(domain_argument(node, arguments));
  const auto txn = TRY(node.read());
  const auto peer = TRY(known_partner(txn, domain));
  auto shown = partner_json(txn, peer);
  shown["waiting"] = waiting_json(txn, peer);
  return shown;
}

std::string relation_text(const Json& one) {
  const bool limited = find_bool(one, "limited").value_or(false);
  return text_field(one, "relation") + (limited ? ", limited" : "");
}

std::string permits_text(const Json& answer) {
  std::string text;
  for (const auto& one : list_argument(answer, "permits")) text += (text.empty() ? "" : " ") + one;
  return text;
}

// When it last took something, or since when it has not answered.
std::string contact_text(const Json& one) {
  const auto down = text_field(one, "down_since");
  if (!down.empty()) return "down since " + down;
  const auto last = text_field(one, "last_success");
  return last.empty() ? "nothing delivered yet" : "took something on " + last;
}

std::string print_partners(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "partners")) {
    text += text_field(*one, "domain") + "\t" + relation_text(*one) + "\t" + permits_text(*one) +
            "\t" + contact_text(*one) + "\t" + number_field(*one, "queued") + " queued\t" +
            number_field(*one, "failures") + " failures\n";
  }
  return text.empty() ? "Nothing was agreed with any domain yet.\n" : text;
}

std::string experts_text(const Json& answer) {
  const bool asks = find_bool(answer, "asks_experts").value_or(false);
  const bool answers = find_bool(answer, "answers_experts").value_or(false);
  if (asks && answers) return "each asks the other";
  if (asks) return "this node asks it";
  return answers ? "it asks this node" : "neither asks the other";
}

std::string print_waiting(const Json& one) {
  const auto why = text_field(one, "why");
  return "waits: " + text_field(one, "activity") + " to " + text_field(one, "inbox") + " since " +
         text_field(one, "since") + ", " + number_field(one, "attempts") + " attempts" +
         (why.empty() ? "" : ", " + why) + "\n";
}

std::string print_partner(const Json& answer) {
  std::string text;
  for (const auto* key :
       {"domain", "relation", "software", "first_seen", "last_success", "down_since", "next_try"}) {
    text += std::string(key) + ": " + text_field(answer, key) + "\n";
  }
  for (const auto* key : {"queued", "failures"}) {
    text += std::string(key) + ": " + number_field(answer, key) + "\n";
  }
  const bool limited = find_bool(answer, "limited").value_or(false);
  text += "who knows what: " + experts_text(answer) + "\n";
  text += std::string("limited: ") + (limited ? "yes" : "no") + "\n";
  text += "permits: " + permits_text(answer) + "\n";
  for (const auto* one : find_list(answer, "waiting")) text += print_waiting(*one);
  return text;
}

std::string print_set(const Json& answer) {
  return text_field(answer, "domain") + " is " + relation_text(answer) + " now";
}

}  // namespace

std::vector<Command> partner_commands() {
  return {
      {.name = "partner add",
       .sentence = "Say what another domain is to this node, or say it anew",
       .arguments = {kDomain,
                     kDataOption,
                     {"--relation", "relation", "sibling, partner, public or blocked", true},
                     {"--permit", "permits", "A private address range it may be reached at", false,
                      ArgumentKind::list},
                     {"--limited", "limited",
                      "Its people are shown only to those who follow or look for them", false,
                      ArgumentKind::flag},
                     {"--experts", "experts",
                      "Who asks whom who knows about something: both, ask, answer or none; else "
                      "siblings both, partners none"},
                     {"--why", "why",
                      "Why it is blocked or limited, for those who are told that it is"},
                     {"--note", "note", "Why, for those who run this node alone"}},
       .run = partner_add,
       .print = print_set},
      {.name = "partner list",
       .sentence =
           "List domains: name, relation, permits, last contact, what is queued, failures in "
           "a row",
       .arguments = {kDataOption},
       .run = partner_list,
       .print = print_partners},
      {.name = "partner show",
       .sentence = "Show one domain",
       .arguments = {kDomain, kDataOption},
       .run = partner_show,
       .print = print_partner},
      {.name = "partner remove",
       .sentence = "Forget what was agreed with a domain",
       .arguments = {kDomain, kDataOption},
       .run = partner_remove,
       .print = [](const Json& answer) { return "Removed " + text_field(answer, "domain"); }}};
}

}  // namespace hallway
