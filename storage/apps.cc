#include "storage/apps.h"

#include <algorithm>

#include "storage/record.h"
#include "storage/tokens.h"

namespace hallway {
namespace {

Result<App> decode_app(std::string_view bytes) {
  auto r = TRY(decode_record<record::App>(bytes));
  App app{.client_id = std::move(r.client_id),
          .name = std::move(r.name),
          .website = std::move(r.website),
          .redirect_uris = std::move(r.redirect_uris),
          .scopes = std::move(r.scopes),
          .created = {r.created},
          .used = {r.used},
          .fetched = {r.fetched}};
  if (r.secret.size() == Digest().size()) {
    std::ranges::copy(r.secret, app.secret.emplace().begin());
  }
  return app;
}

template <class Visit>
void for_each_unused(const ReadTxn& txn, Time before, const Visit& visit) {
  txn.scan(Table::apps, {}, [&](std::string_view, std::string_view value) {
    const auto app = decode_app(value);
    if (app && app->used.ms == 0 && app->created < before) visit(*app);
    return true;
  });
}

}  // namespace

std::optional<App> find_app(const ReadTxn& txn, std::string_view client_id) {
  const auto value = txn.get(Table::apps, key_of_text(client_id));
  if (!value) return std::nullopt;
  auto app = decode_app(*value);
  if (!app) return std::nullopt;
  return std::move(*app);
}

Result<void> put_app(WriteTxn& txn, const App& app) {
  record::AppT r;
  r.client_id = app.client_id;
  if (app.secret) r.secret.assign(app.secret->begin(), app.secret->end());
  r.name = app.name;
  r.website = app.website;
  r.redirect_uris = app.redirect_uris;
  r.scopes = app.scopes;
  r.created = app.created.ms;
  r.used = app.used.ms;
  r.fetched = app.fetched.ms;
  return txn.put(Table::apps, key_of_text(app.client_id), encode_record<record::App>(r));
}

Result<void> erase_app(WriteTxn& txn, std::string_view client_id) {
  TRY(erase_tokens_of_client(txn, client_id));
  return txn.erase(Table::apps, key_of_text(client_id));
}

size_t count_unused_apps(const ReadTxn& txn, Time before) {
  size_t count = 0;
  for_each_unused(txn, before, [&](const App&) { ++count; });
  return count;
}

Result<size_t> erase_unused_apps(WriteTxn& txn, Time before) {
  std::vector<std::string> old;
  for_each_unused(txn, before, [&](const App& app) { old.push_back(app.client_id); });
  for (const auto& client_id : old) TRY(erase_app(txn, client_id));
  return old.size();
}

}  // namespace hallway
