using 'main.bicep'

import { dev } from 'environments.bicep'

param environmentName = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'francecentral')
param environment = dev
param consultantsGroupId = readEnvironmentVariable('KPI_CONSULTANTS_GROUP', '')
param agencyAddress = readEnvironmentVariable('KPI_AGENCY_ADDRESS', '')
param sendGridEventKey = readEnvironmentVariable('KPI_SENDGRID_EVENT_KEY', '')
