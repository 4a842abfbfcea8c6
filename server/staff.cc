#include "server/staff.h"

#include "federation/actor.h"
#include "federation/policy.h"
#include "server/node.h"
#include "server/people.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

std::optional<Iri> find_known(const ReadTxn& txn, const Home& home, std::string_view named) {
  const auto id = parse_id(named);
  auto actor = id ? find_actor(txn, *id) : std::nullopt;
  if (!actor) actor = find_actor_by_handle(txn, named, home.domain.text());
  if (const auto handle = Handle::parse(named); handle.ok() && !actor) {
    actor = find_actor_by_handle(txn, handle->name, handle->domain.text());
  }
  if (const auto iri = Iri::parse(named); iri.ok() && !actor) actor = find_actor(txn, *iri);
  if (!actor || actor->name == kInstanceActorName || !may_be_shown(txn, home, *actor)) {
    return std::nullopt;
  }
  return actor->iri;
}

std::optional<std::string> text_said(const Json& said, const char* key) {
  const auto text = find_string(said, key);
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

Result<std::optional<Label>> reach_said(const Json& said) {
  const auto text = find_string(said, "reach");
  if (!text) return std::optional<Label>();
  if (const auto label = parse_label(*text)) return label;
  return fail(Code::invalid, "reach is none of department, organization, partners, public");
}

}  // namespace

Result<Iri> find_manager(Node& node, std::string_view named) {
  if (named.starts_with('@')) named.remove_prefix(1);
  if (named.empty()) return Iri();
  {
    const auto txn = TRY(node.read());
    if (const auto known = find_known(txn, node.home(), named)) return *known;
  }
  if (named.find("://") != std::string_view::npos) {
    return TRY(node.resolver().resolve_actor(TRY(Iri::parse(named)))).iri;
  }
  const auto handle = Handle::parse(named);
  if (!handle || handle->domain == node.home().domain) {
    return fail(Code::not_found, "there is nobody here named \"" + std::string(named) + "\"");
  }
  return TRY(node.resolver().resolve(*handle)).iri;
}

Result<WorkChange> work_change_in(Node& node, const Json& said) {
  WorkChange change{.title = text_said(said, "title"),
                    .team = text_said(said, "team"),
                    .place = text_said(said, "place"),
                    .hours = text_said(said, "hours")};
  if (const auto manager = find_string(said, "manager")) {
    change.manager = TRY(find_manager(node, *manager));
  }
  if (find_member(said, "skills")) {
    change.skills.emplace();
    for (const auto* skill : find_list(said, "skills")) {
      change.skills->emplace_back(as_string(*skill).value_or(""));
    }
  }
  change.reach = TRY(reach_said(said));
  return change;
}

Result<bool> set_work(Node& node, std::string_view name, const WorkChange& change) {
  const auto person = TRY(find_active_person(TRY(node.read()), name));
  return node.act_as(person.actor, [&](Local& local) -> Result<bool> {
    auto work = local.actor.work;
    TRY(change_work(work, change, local.actor.iri));
    if (work == local.actor.work) return false;
    TRY(update_profile(local, {.work = change}));
    TRY(note_deed(local.txn, node, "SetWorkProfile", local.actor.iri.text(), Json::object()));
    return true;
  });
}

}  // namespace hallway
