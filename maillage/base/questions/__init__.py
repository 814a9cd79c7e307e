"""Declared questions: one engine for application forms, registrations, surveys and yearly indicators."""
