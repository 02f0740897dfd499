"""The routes of the account package that we serve, under its names; no others exist."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from trellis.people import views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", views.RequestCode.as_view(), name="account_request_login_code"),
    path("sign-in/code/entry/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-step/use/", second.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("confirm/password/", account.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", second.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("profile/password/", account.password_change, name="account_change_password"),
    path("profile/password/new/", account.password_set, name="account_set_password"),
    path("profile/factors/", views.factors, name="mfa_index"),
    path("profile/app/new/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("profile/app/removal/", views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("profile/passkeys/", views.factors, name="mfa_list_webauthn"),
    path("profile/passkeys/new/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("profile/passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "profile/passkeys/<int:pk>/removal/",
        views.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("profile/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "profile/recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "profile/recovery-codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
