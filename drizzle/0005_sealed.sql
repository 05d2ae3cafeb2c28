-- Bytes in base64url, which a sealed text can stand for.
ALTER TABLE "event_private" ALTER COLUMN "salt" SET DATA TYPE text USING rtrim(translate(encode("salt", 'base64'), E'+/\n', '-_'), '=');
