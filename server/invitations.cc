#include "server/invitations.h"

#include <algorithm>

#include "federation/plain_text.h"
#include "server/node.h"
#include "server/people.h"
#include "storage/settings.h"

namespace hallway {
namespace {

constexpr std::string_view kInvitationsSetting = "invitations";  // a list in JSON
constexpr int64_t kMostDays = 90, kMostPeople = 500;
constexpr size_t kMostOpen = 200, kLongestNote = 200, kIdDigits = 16;

struct Kept {
  std::string digest;  // of the secret, in hex
  Invitation invitation;
};

std::string digest_of(std::string_view secret) { return hex(as_bytes_view(sha256(secret))); }

Json kept_json(const Kept& kept) {
  const auto& one = kept.invitation;
  return {{"digest", kept.digest},     {"by", one.by},
          {"note", one.note},          {"created", one.created.ms},
          {"expires", one.expires.ms}, {"left", one.left},
          {"used", one.used}};
}

Kept kept_in(const Json& json) {
  const auto text = [&](const char* key) {
    return std::string(find_string(json, key).value_or(""));
  };
  const auto number = [&](const char* key) { return find_int(json, key).value_or(0); };
  Kept kept{.digest = text("digest")};
  kept.invitation = {.id = kept.digest.substr(0, kIdDigits),
                     .by = text("by"),
                     .note = text("note"),
                     .created = {number("created")},
                     .expires = {number("expires")},
                     .left = number("left"),
                     .used = number("used")};
  return kept;
}

// Those that let somebody in; the others are forgotten with the next change.
std::vector<Kept> list_kept(const ReadTxn& txn, Time now) {
  std::vector<Kept> all;
  const auto text = find_setting(txn, kInvitationsSetting);
  const auto list = parse_json(text.empty() ? "[]" : text).value_or(Json::array());
  for (const auto& one : list) {
    auto kept = kept_in(one);
    if (kept.invitation.left > 0 && now < kept.invitation.expires) all.push_back(std::move(kept));
  }
  return all;
}

Result<void> put_kept(WriteTxn& txn, const std::vector<Kept>& all) {
  Json list = Json::array();
  for (const auto& one : all) list.push_back(kept_json(one));
  return put_setting(txn, kInvitationsSetting, list.empty() ? std::string() : dump_json(list));
}

Error not_good() {
  return fail(Code::not_found, "this invitation was used already, or is too old");
}

Result<Invitation> invitation_of(const NewInvitation& fresh, Time now) {
  if (fresh.days < 1 || fresh.days > kMostDays) {
    return fail(Code::invalid, "an invitation is good for 1 to 90 days");
  }
  if (fresh.people < 1 || fresh.people > kMostPeople) {
    return fail(Code::invalid, "an invitation is for 1 to 500 people");
  }
  if (fresh.note.size() > kLongestNote) {
    return fail(Code::invalid, "the note of an invitation has more than 200 bytes");
  }
  return Invitation{.by = fresh.by,
                    .note = clean_text(fresh.note),
                    .created = now,
                    .expires = now + days(fresh.days),
                    .left = fresh.people};
}

}  // namespace

Result<MadeInvitation> make_invitation(Node& node, const NewInvitation& fresh) {
  auto invitation = TRY(invitation_of(fresh, node.now()));
  const auto secret = node.random().secret();
  Kept kept{digest_of(secret), std::move(invitation)};
  kept.invitation.id = kept.digest.substr(0, kIdDigits);
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto all = list_kept(txn, node.now());
    if (all.size() >= kMostOpen) {
      return fail(Code::conflict, "there are too many invitations; withdraw one first");
    }
    all.push_back(kept);
    TRY(put_kept(txn, all));
    auto details = details_by(fresh.by);
    details["id"] = kept.invitation.id;
    details["people"] = fresh.people;
    return note_deed(txn, node, "Invite", "", details);
  }));
  return MadeInvitation{node.home().at("invite/" + secret).text(), kept.invitation};
}

std::vector<Invitation> list_invitations(const ReadTxn& txn, Time now) {
  std::vector<Invitation> all;
  for (auto& one : list_kept(txn, now)) all.push_back(std::move(one.invitation));
  return all;
}

Result<Invitation> find_invitation(const ReadTxn& txn, std::string_view secret, Time now) {
  const auto digest = digest_of(secret);
  for (auto& one : list_kept(txn, now)) {
    if (one.digest == digest) return std::move(one.invitation);
  }
  return not_good();
}

Result<Invitation> use_invitation(WriteTxn& txn, std::string_view secret, Time now) {
  auto all = list_kept(txn, now);
  const auto one = std::ranges::find(all, digest_of(secret), &Kept::digest);
  if (one == all.end()) return not_good();
  --one->invitation.left;
  ++one->invitation.used;
  TRY(put_kept(txn, all));
  return one->invitation;
}

Result<void> withdraw_invitation(Node& node, std::string_view id, std::string_view by) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto all = list_kept(txn, node.now());
    const auto gone = std::erase_if(all, [&](const Kept& one) { return one.invitation.id == id; });
    if (gone == 0) return fail(Code::not_found, "there is no such invitation");
    TRY(put_kept(txn, all));
    auto details = details_by(by);
    details["id"] = id;
    return note_deed(txn, node, "WithdrawInvitation", "", details);
  });
}

}  // namespace hallway
