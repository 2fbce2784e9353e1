"""What a notice may have to contain: the ids that `covers` on a heading can name; and what readers
of every notice ask: those that `answers` can name.

One id means the same thing in every law that asks for it.
"""

ELEMENTS = (
    "notice_title", "required_headings", "plain_language", "notice_date", "entity_identity",
    "entity_contact", "parent_company", "apology", "what_happened", "occurrence_period",
    "occurrence_location", "discovery_date", "cause", "data_categories", "data_elements_specific",
    "affected_count", "recipient_identity", "likely_consequences", "secondary_damage",
    "measures_taken", "security_measures_prior", "recurrence_prevention", "authority_notified",
    "law_enforcement_delay", "delay_reason", "followup_promise", "update_history",
    "recommended_steps", "credential_reset_advice", "vigilance_advice", "security_freeze_info",
    "police_report_right", "identity_protection_offer", "self_check", "relief_procedure",
    "legal_rights_remedies", "regulator_complaint_right", "compensation", "contact_point",
    "toll_free_phone", "dpo_contact", "credit_bureau_contacts",
    "identity_theft_authority_contact", "regulator_contact", "other_individuals_identity",
    "waiver_condition", "minimising_wording",
)  # fmt: skip

QUESTIONS = (
    "affected", "data", "card-or-password", "what-happened", "when", "cause", "who-has-it",
    "misuse", "published", "consequences", "what-to-do", "change", "suspicious-contact",
    "no-letter", "former", "family", "compensation", "loss", "erase", "leave", "why-so-late",
    "authorities", "prevention", "other-ways", "what-next",
)  # fmt: skip
