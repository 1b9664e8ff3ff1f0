-- CreateTable
CREATE TABLE "refused_sign_in" (
    "network" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_sign_in_pkey" PRIMARY KEY ("network")
);

-- CreateIndex
CREATE INDEX "refused_sign_in_ends_at_idx" ON "refused_sign_in"("ends_at");

-- From here on by hand: what the schema language cannot say.

ALTER TABLE refused_sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE refused_sign_in FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE (count), DELETE ON refused_sign_in TO portal_system;
CREATE POLICY refused_sign_in_system ON refused_sign_in FOR ALL TO portal_system USING (true) WITH CHECK (true);
