// What administrators are shown, as in entities.js.

const kSeverity = "'silence' | 'suspend' | 'noop'";

export const kAdminEntities = {
  AdminAccount: {
    id: "id", username: "text", domain: "text | null", created_at: "time", email: "text | null", ip: "text | null", ips: "[AdminIp]",
    locale: "text | null", invite_request: "text | null", role: "Role | null", confirmed: "bool | null", approved: "bool | null", disabled: "bool | null",
    silenced: "bool", suspended: "bool", account: "Account", created_by_application_id: "id?", invited_by_account_id: "id?",
  },
  AdminIp: { ip: "text", used_at: "time" },
  AdminReport: {
    id: "id", action_taken: "bool", action_taken_at: "time | null", category: "'spam' | 'legal' | 'violation' | 'other'", comment: "text", forwarded: "bool",
    created_at: "time", updated_at: "time", account: "AdminAccount", target_account: "AdminAccount", assigned_account: "AdminAccount | null",
    action_taken_by_account: "AdminAccount | null", statuses: "[Status]", rules: "[Rule]",
  },
  AdminDomainAllow: { id: "id", domain: "text", created_at: "time" },
  AdminDomainBlock: {
    id: "id", domain: "text", digest: "text", created_at: "time", severity: kSeverity, reject_media: "bool", reject_reports: "bool",
    private_comment: "text | null", public_comment: "text | null", obfuscate: "bool",
  },
  AdminEmailDomainBlock: { id: "id", domain: "text", created_at: "time", history: "[Usage]" },
  AdminCanonicalEmailBlock: { id: "id", canonical_email_hash: "text" },
  AdminIpBlock: { id: "id", ip: "text", severity: "'sign_up_requires_approval' | 'sign_up_block' | 'no_access'", comment: "text", created_at: "time", expires_at: "time | null" },
  AdminMeasure: { key: "text", unit: "text | null", total: "digits", human_value: "text?", previous_total: "digits?", data: "[AdminMeasured]" },
  AdminMeasured: { date: "moment", value: "text" },
  AdminDimension: { key: "text", data: "[AdminDimensionItem]" },
  AdminDimensionItem: { key: "text", human_key: "text", value: "text", unit: "text?", human_value: "text?" },
  AdminCohort: { period: "moment", frequency: "'day' | 'month'", data: "[AdminCohortData]" },
  AdminCohortData: { date: "moment", rate: "number", value: "digits" },
  AdminTag: { id: "id", name: "text", url: "url", history: "[Usage]", trendable: "bool", usable: "bool", requires_review: "bool" },
};
