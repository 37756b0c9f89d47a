export const german = `die der und in den das nicht ist wir zu mit es sie ich auf ein eine für von dem sich im auch des
bitte haben wird bei noch dass hat sind an als oder aus kann nach wie werden unsere nur wenn mehr schon aber seit heute
können Ihnen mir uns dann jetzt immer wieder diese dieser keine alle wurde über vom zur zum vor Rechnung Bestellung Fehler
Anmeldung Drucker Passwort Kunde Konto System Seite Datei Nummer Meldung Bildschirm Problem Hilfe Abteilung Büro Rechner
Server Bericht Adresse Lieferung Zahlung Vertrag Anfrage Zugriff Gruppe Ordner Netzwerk Verbindung Termin Kalender Liste
Fenster Browser Lizenz Tastatur Kabel Lager Lieferant Etikett Gutschrift Betrag Bank Datum fehlt falsch langsam gesperrt
abgelaufen dringend Kollegin Schulung Übersicht Vorlage Anhang Bild Dokument Unterschrift Sicherung Ausfuhr Filter Suche
Ergebnis Einstellungen Sprache Gerät Anwendung Frage Antwort Lösung Grund Beispiel möglich verfügbar richtig mehrere
weil während bis ohne zwischen zusammen alles nichts jemand erste letzte nächste alt groß klein gut besser schnell
einfach schwierig wichtig grüßen freundlichen Dank vielen Woche Monat gestern morgen öffnen schließen ändern löschen
prüfen schicken Straße Größe übrigens außerdem`
